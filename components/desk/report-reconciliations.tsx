import { ReconciliationSummary } from "@/components/reconciliations/reconciliation-summary";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { Reconciliation } from "@/lib/schemas/reconciliations";

/** What was compared with Cloudflare's own audit log in the period. */
export function ReportReconciliations({ runs }: { runs: readonly Reconciliation[] }) {
  return (
    <Section title="Reconciled with Cloudflare’s audit log">
      {runs.length === 0 ? (
        <p className="text-muted">
          Nothing of this period was compared: what was purged past the console is not known.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {runs.map((run) => (
            <li key={run.id}>
              <Time value={run.from} mode="absolute" /> up to{" "}
              <Time value={run.to} mode="absolute" />
              <ReconciliationSummary run={run} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
