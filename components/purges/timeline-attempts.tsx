import { Fragment } from "react";
import { Copyable } from "@/components/ui/copy";
import type { Attempt, Purge, PurgeDetail } from "@/lib/schemas/purges";
import { countedKind, targetsOf } from "./scope-words";
import { TimelineStep, type StepState } from "./timeline-step";

/** Everything that is sent, each target copyable. */
export function SentTargets({ purge }: { purge: Purge }) {
  const targets = targetsOf(purge.selector);
  const shown = targets.values.slice(0, 5);
  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <span className="text-muted">{countedKind(targets)}</span>
      {shown.map((value) => (
        <Copyable key={value} value={value} label="target" whole />
      ))}
      {targets.values.length > shown.length && (
        <details className="w-full">
          <summary className="min-h-6 w-fit text-sm text-accent-text">
            {targets.values.length - shown.length} more
          </summary>
          <ul className="font-mono text-sm">
            {targets.values.slice(shown.length).map((value) => (
              <li key={value} className="wrap-anywhere">
                {value}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What Cloudflare answered, exactly: status, its errors, the ray and how long it took. */
function AnswerFacts({ attempt }: { attempt: Attempt }) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-muted">
        {attempt.httpStatus === null ? (
          <span>No HTTP status</span>
        ) : (
          <span>
            Cloudflare <span className="font-mono text-text">{attempt.httpStatus}</span>
          </span>
        )}
        {attempt.durationMs !== null && (
          <span className="font-mono">{attempt.durationMs.toLocaleString("en")} ms</span>
        )}
        {attempt.cfRay !== null && (
          <span className="inline-flex items-center gap-1">
            cf-ray <Copyable value={attempt.cfRay} label="cf-ray" />
          </span>
        )}
      </div>
      {attempt.errors.length > 0 && (
        <ul className="text-sm">
          {attempt.errors.map((error) => (
            <li key={`${error.code} ${error.message}`}>
              <span className="font-mono">{error.code}</span> {error.message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** "travelled with 41 other purges in one call, 100 targets in all". */
function travelWords({ purgesInCall, targetsInCall }: Attempt): string {
  if (purgesInCall <= 1) return "in a call of its own";
  const others = counted(purgesInCall - 1, "other purge", "other purges");
  return `travelled with ${others} in one call, ${counted(targetsInCall, "target", "targets")} in all`;
}

const answerTitles: Record<NonNullable<Attempt["outcome"]>, string> = {
  accepted: "Accepted",
  transient: "Not taken",
  permanent: "Refused",
  unknown: "No answer",
};

function answerState(outcome: Attempt["outcome"]): StepState {
  if (outcome === null) return "waiting";
  if (outcome === "accepted") return "done";
  return outcome === "unknown" ? "open" : "bad";
}

function AttemptSteps({
  attempt,
  purge,
  since,
}: {
  attempt: Attempt;
  purge: PurgeDetail;
  since: string;
}) {
  const { outcome } = attempt;
  const isFirst = attempt.number === 1;
  const isReported = isFirst && purge.reported !== null;
  return (
    <>
      <TimelineStep
        state="done"
        title={isFirst ? "Sent" : "Sent again"}
        at={attempt.startedAt}
        since={since}
      >
        {isFirst && <SentTargets purge={purge} />}
        <span className="text-sm text-muted">
          {isReported
            ? `By ${purge.actor.name} itself`
            : `Attempt ${attempt.number}, ${travelWords(attempt)}`}
        </span>
      </TimelineStep>
      <TimelineStep
        state={answerState(outcome)}
        title={outcome === null ? "Answer" : answerTitles[outcome]}
        at={attempt.finishedAt}
        since={attempt.startedAt}
      >
        {outcome === null ? (
          <span className="text-muted">Waiting for Cloudflare&apos;s answer</span>
        ) : (
          <>
            {outcome === "accepted" ? (
              <p>
                {isReported && attempt.message !== null
                  ? attempt.message
                  : "Accepted by Cloudflare."}{" "}
                Accepted is not yet proof.
              </p>
            ) : (
              <p>{attempt.message ?? "Cloudflare gave no words."}</p>
            )}
            <AnswerFacts attempt={attempt} />
          </>
        )}
      </TimelineStep>
    </>
  );
}

/** A person has sent a failed purge again. */
function RetrySteps({ purge, from, to }: { purge: PurgeDetail; from: string; to: string | null }) {
  const retries = purge.history.filter(
    (change) => change.from === "failed" && change.at >= from && (to === null || change.at < to),
  );
  return retries.map(({ at, cause }) => (
    <TimelineStep key={at} state="done" title="Retried" at={at} since={from}>
      {cause}
    </TimelineStep>
  ));
}

/** Each call to Cloudflare and its answer, in order, each with the time since the step before. */
export function TimelineAttempts({ purge }: { purge: PurgeDetail }) {
  return purge.attempts.map((attempt, index) => {
    const before = purge.attempts[index - 1];
    const next = purge.attempts[index + 1];
    return (
      <Fragment key={attempt.number}>
        <AttemptSteps
          attempt={attempt}
          purge={purge}
          since={before?.finishedAt ?? before?.startedAt ?? purge.requestedAt}
        />
        <RetrySteps
          purge={purge}
          from={attempt.finishedAt ?? attempt.startedAt}
          to={next?.startedAt ?? null}
        />
      </Fragment>
    );
  });
}
