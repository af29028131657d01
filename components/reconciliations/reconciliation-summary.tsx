import { Badge } from "@/components/ui/badge";
import type { Reconciliation } from "@/lib/schemas/reconciliations";
import { stateWords } from "./reconciliation-words";

const number = (n: number) => n.toLocaleString("en");

/** What one comparison came to, in figures; nothing is said of what was not read. */
export function ReconciliationSummary({ run }: { run: Reconciliation }) {
  const { state, counts, accounts } = run;
  if (state === null || counts === null) return <Badge tone="neutral">Under way</Badge>;
  const parts = [
    `${number(counts.sent)} accepted here`,
    `${number(counts.matched)} matched by cf-ray`,
    ...(counts.reported > 0 ? [`${number(counts.reported)} reported by services`] : []),
    `${number(counts.notSentHere)} not sent by the console`,
    `${number(counts.notInLog)} not in Cloudflare’s log`,
    ...(counts.byTimeOnly > 0 ? [`${number(counts.byTimeOnly)} matched by time only`] : []),
    ...(counts.unsettled > 0 ? [`${number(counts.unsettled)} unsettled`] : []),
    ...(counts.failedInLog > 0 ? [`${number(counts.failedInLog)} failed in the log`] : []),
    ...(counts.notCompared > 0 ? [`${number(counts.notCompared)} not compared`] : []),
  ];
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Badge tone={stateWords[state].tone}>{stateWords[state].word}</Badge>
        <span>{parts.join(", ")}.</span>
      </p>
      {accounts
        .filter(({ message }) => message !== null)
        .map(({ accountId, message, readTo }) => (
          <p key={accountId} className="text-muted wrap-anywhere">
            Account {accountId}: {message}{" "}
            {readTo === null ? "Nothing of it was read." : `Read up to ${readTo}.`}
          </p>
        ))}
    </div>
  );
}
