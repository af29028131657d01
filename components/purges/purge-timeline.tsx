import { Time } from "@/components/ui/time";
import { isFinal } from "@/lib/queries/purges";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { sourceWords } from "./purge-words";
import { TicketText } from "./ticket-text";
import { TimelineAttempts } from "./timeline-attempts";
import { TimelineStep } from "./timeline-step";

function Requested({ purge }: { purge: PurgeDetail }) {
  const { actor, ticket, reason } = purge;
  return (
    <TimelineStep state="done" title="Requested" at={purge.requestedAt}>
      <p className="flex flex-wrap items-center gap-x-2">
        <span>
          {actor.name}
          {actor.role !== null && <span className="text-muted">, as {actor.role}</span>}
        </span>
        <span className="text-muted" title={sourceWords[purge.source].sentence}>
          {sourceWords[purge.source].word}
        </span>
        {ticket !== null && <TicketText ticket={ticket} url={purge.ticketUrl} />}
      </p>
      <p>{reason === null ? <span className="text-muted">No reason given</span> : `“${reason}”`}</p>
    </TimelineStep>
  );
}

/** What the purge waits for, while it does: the sender, or the time of the next try. */
function Queued({ purge }: { purge: PurgeDetail }) {
  if (purge.status !== "queued" && purge.status !== "scheduled") return null;
  const nextAttemptAt = purge.scheduledFor;
  return (
    <TimelineStep state="waiting" title="Queued" at={null}>
      {nextAttemptAt === null ? (
        <p>Recorded. It waits for the sender; nothing was sent yet.</p>
      ) : (
        <p>
          Next try at <Time value={nextAttemptAt} mode="clock" /> (<Time value={nextAttemptAt} />
          ), because of the answer above.
        </p>
      )}
    </TimelineStep>
  );
}

/** A purge that is over without any recorded call (it was imported, or refused before sending). */
function WithoutAttempts({ purge }: { purge: PurgeDetail }) {
  if (purge.attempts.length > 0 || !isFinal(purge.status)) return null;
  return (
    <TimelineStep
      state={purge.status === "failed" ? "bad" : "done"}
      title={purge.status === "failed" ? "Failed" : "Accepted"}
      at={purge.finishedAt}
      since={purge.requestedAt}
    >
      {purge.result?.message ?? "No answer of Cloudflare is recorded."}
    </TimelineStep>
  );
}

function Closed({ purge }: { purge: PurgeDetail }) {
  const { resolution } = purge;
  if (resolution === null) return null;
  return (
    <TimelineStep
      state="done"
      title="Closed"
      at={resolution.at}
      since={purge.finishedAt ?? purge.requestedAt}
    >
      <p>{resolution.by}</p>
      <p>“{resolution.reason}”</p>
    </TimelineStep>
  );
}

/** The story of one purge up to Cloudflare's answer, top to bottom; it fills in while it happens. */
export function PurgeTimeline({ purge }: { purge: PurgeDetail }) {
  return (
    <div className="@container">
      <ol aria-label="What happened">
        <Requested purge={purge} />
        <TimelineAttempts purge={purge} />
        <Queued purge={purge} />
        <WithoutAttempts purge={purge} />
        <Closed purge={purge} />
      </ol>
    </div>
  );
}
