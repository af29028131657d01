import { isFinal } from "@/lib/queries/purges";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { reportedInWords, sourceWords, statusWords } from "./purge-words";
import { TicketText } from "./ticket-text";
import { TimelineAttempts } from "./timeline-attempts";
import { TimelineStep } from "./timeline-step";

function Requested({ purge }: { purge: PurgeDetail }) {
  const { actor, onBehalfOf, ticket, reason } = purge;
  const reported = reportedInWords(purge);
  return (
    <TimelineStep state="done" title="Requested" at={purge.requestedAt}>
      <p className="flex flex-wrap items-center gap-x-2">
        <span>
          {actor.name}
          {actor.role !== null && <span className="text-muted">, as {actor.role}</span>}
          {onBehalfOf !== null && <span className="text-muted">, for {onBehalfOf}</span>}
        </span>
        <span className="text-muted" title={sourceWords[purge.source].sentence}>
          {sourceWords[purge.source].word}
        </span>
        {ticket !== null && <TicketText ticket={ticket} url={purge.ticketUrl} />}
      </p>
      {reported !== null && <p>{reported}.</p>}
      <p>{reason === null ? <span className="text-muted">No reason given</span> : `“${reason}”`}</p>
    </TimelineStep>
  );
}

/** What is to come, while it is; the purge's standing says when. */
function ToCome({ purge }: { purge: PurgeDetail }) {
  const { status, line } = purge;
  if (status === "awaiting_approval")
    return (
      <TimelineStep state="waiting" title="Approval" at={null}>
        <p className="text-muted">Nothing is sent before a second person has approved it.</p>
      </TimelineStep>
    );
  if (line === null) return null;
  return (
    <TimelineStep
      state="waiting"
      title={status === "scheduled" ? "Scheduled" : "In line"}
      at={null}
    >
      <p className="text-muted">{line.why}</p>
    </TimelineStep>
  );
}

/** How it ended, when no answer of Cloudflare says so: cancelled, given up, or of an earlier version. */
function Ended({ purge }: { purge: PurgeDetail }) {
  const { status, result, attempts, finishedAt, requestedAt } = purge;
  const last = attempts.at(-1);
  if (!isFinal(status) || last?.outcome === "permanent" || last?.outcome === "accepted")
    return null;
  const title = status === "failed" && last !== undefined ? "Given up" : statusWords[status];
  return (
    <TimelineStep
      state={status === "failed" ? "bad" : "done"}
      title={title}
      at={finishedAt}
      since={last?.finishedAt ?? requestedAt}
    >
      {result?.message ?? "No answer of Cloudflare is recorded."}
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
        <ToCome purge={purge} />
        <Ended purge={purge} />
        <Closed purge={purge} />
      </ol>
    </div>
  );
}
