import Link from "next/link";
import { PurgeStatusBadge } from "@/components/purges/purge-badges";
import { purgeHref } from "@/components/purges/purge-href";
import { TimelineStep } from "@/components/purges/timeline-step";
import { Copyable } from "@/components/ui/copy";
import type { Timeline, TimelineEntry } from "@/lib/schemas/writes";
import type { WritePhase } from "@/lib/schemas/words";

const phaseTitles: Record<WritePhase, string> = {
  began: "Write began",
  committed: "Committed",
  failed: "Write failed",
};

const mostNamed = 3;

/** "invoice:9182, /billing and 2 more". */
function named(values: readonly string[]): string {
  const more = values.length > mostNamed ? ` and ${values.length - mostNamed} more` : "";
  return values.slice(0, mostNamed).join(", ") + more;
}

function WriteStep({
  entry,
  since,
}: {
  entry: Extract<TimelineEntry, { kind: "write" }>;
  since: string | null;
}) {
  const touched = [...entry.tags, ...entry.paths];
  return (
    <TimelineStep
      state={entry.phase === "failed" ? "bad" : "done"}
      title={phaseTitles[entry.phase]}
      at={entry.at}
      since={since}
    >
      <p>
        {entry.service}
        {entry.summary !== null && `: “${entry.summary}”`}
      </p>
      {touched.length > 0 && <p className="text-sm text-muted">Touched {named(touched)}</p>}
      {entry.traceId !== null && (
        <span className="inline-flex items-center gap-1 text-sm text-muted">
          trace <Copyable value={entry.traceId} label="trace id" />
        </span>
      )}
    </TimelineStep>
  );
}

function PurgeStep({
  entry,
  since,
  isThis,
}: {
  entry: Extract<TimelineEntry, { kind: "purge" }>;
  since: string | null;
  isThis: boolean;
}) {
  return (
    <TimelineStep
      state={entry.status === "failed" ? "bad" : entry.sent ? "done" : "waiting"}
      title={entry.sent ? "Purge sent" : "Purge asked"}
      at={entry.at}
      since={since}
    >
      <p className="flex flex-wrap items-center gap-x-2">
        <span>{entry.actorName}</span>
        <PurgeStatusBadge status={entry.status} />
        {isThis ? (
          <span className="text-muted">this purge</span>
        ) : (
          <Link
            href={purgeHref(entry.id)}
            prefetch={false}
            className="inline-flex min-h-6 items-center text-accent-text underline"
          >
            Receipt
          </Link>
        )}
      </p>
      <p className="text-sm text-muted">
        {entry.targets.length === 0 ? "Everything" : named(entry.targets)}
      </p>
    </TimelineStep>
  );
}

/** Writes and purges in the order in which they happened, by their senders' clocks. */
export function WriteSteps({
  timeline: { entries },
  purgeId = null,
}: {
  timeline: Timeline;
  /** The purge whose receipt this is. */
  purgeId?: string | null;
}) {
  return (
    <div className="@container">
      <ol aria-label="Writes and purges">
        {entries.map((entry, index) => {
          const since = entries[index - 1]?.at ?? null;
          return entry.kind === "write" ? (
            <WriteStep key={entry.id} entry={entry} since={since} />
          ) : (
            <PurgeStep key={entry.id} entry={entry} since={since} isThis={entry.id === purgeId} />
          );
        })}
      </ol>
    </div>
  );
}
