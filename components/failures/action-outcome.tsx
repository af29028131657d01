import Link from "next/link";
import { purgeHref } from "@/components/purges/purge-href";
import { purgeTitle } from "@/components/purges/purge-title";
import { Notice } from "@/components/ui/notice";
import type { FailureAction } from "@/lib/queries/failures";
import type { Purge, RetryAllResult } from "@/lib/schemas/purges";

/** What was done last on this screen: the rows that it was done to are gone from the list. */
export type Outcome =
  | { kind: "one"; action: FailureAction; purge: Purge }
  | { kind: "all"; result: RetryAllResult; known: ReadonlyMap<string, Purge> };

/** So many of those that were refused are named at once. */
const few = 5;

function ToReceipt({ id, children }: { id: string; children: string }) {
  return (
    <Link
      href={purgeHref(id)}
      className="inline-flex min-h-6 max-w-full items-center text-accent-text underline"
    >
      <span className="min-w-0 truncate">{children}</span>
    </Link>
  );
}

function RefusedList({
  refused,
  known,
}: {
  refused: RetryAllResult["refused"];
  known: ReadonlyMap<string, Purge>;
}) {
  return (
    <ul className="flex flex-col gap-1">
      {refused.map(({ purgeId, message }) => {
        const purge = known.get(purgeId);
        return (
          <li key={purgeId}>
            <ToReceipt id={purgeId}>{purge ? purgeTitle(purge) : purgeId}</ToReceipt>
            <span className="block">{message}</span>
          </li>
        );
      })}
    </ul>
  );
}

function AllDone({ result, known }: Extract<Outcome, { kind: "all" }>) {
  const { retried, refused, refusedCount } = result;
  const sent = `${retried.toLocaleString("en")} back in line, to be sent again`;
  if (refused.length === 0)
    return (
      <Notice tone="info" title={sent}>
        Those that fail again come back to this list.
      </Notice>
    );
  const rest = refused.slice(few);
  return (
    <Notice tone="old" title={`${sent}, ${refusedCount.toLocaleString("en")} refused`}>
      <RefusedList refused={refused.slice(0, few)} known={known} />
      {rest.length > 0 && (
        <details>
          <summary className="min-h-6 w-fit text-accent-text">{rest.length} more</summary>
          <RefusedList refused={rest} known={known} />
        </details>
      )}
    </Notice>
  );
}

/** What came of the last retry or closing, with the way to its receipt. */
export function ActionOutcome({ outcome }: { outcome: Outcome }) {
  if (outcome.kind === "all") return <AllDone {...outcome} />;
  const { action, purge } = outcome;
  return (
    <Notice tone="info" title={action === "retry" ? "Back in line, to be sent again" : "Closed"}>
      <ToReceipt id={purge.id}>{purgeTitle(purge)}</ToReceipt>
    </Notice>
  );
}
