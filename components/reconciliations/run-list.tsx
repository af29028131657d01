"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { cx } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import type { Reconciliation } from "@/lib/schemas/reconciliations";
import { FindingTable } from "./finding-table";
import { ReconciliationSummary } from "./reconciliation-summary";

/** The comparisons, the newest first; the open one shows what it found. */
export function RunList({ runs }: { runs: readonly Reconciliation[] }) {
  const [open, setOpen] = useQueryState("run", parseAsString.withOptions({ history: "push" }));
  return (
    <ul aria-label="Comparisons" className="rounded-md border border-hairline bg-panel">
      {runs.map((run) => {
        const isOpen = run.id === open;
        const Arrow = isOpen ? ChevronDown : ChevronRight;
        return (
          <li key={run.id} className="border-b border-hairline last:border-0">
            <div className={cx("px-3 py-2", isOpen && "bg-accent-soft")}>
              <button
                type="button"
                aria-expanded={isOpen}
                onClick={() => void setOpen(isOpen ? null : run.id)}
                className="inline-flex min-h-6 flex-wrap items-center gap-x-1 text-left font-medium hover:text-accent-text"
              >
                <Arrow aria-hidden className="size-4 shrink-0 text-muted" />
                <Time value={run.from} mode="absolute" focusable={false} /> up to{" "}
                <Time value={run.to} mode="absolute" focusable={false} />
              </button>
              <p className="text-sm text-muted">
                {run.askedBy === null ? "The daily comparison" : `Asked for by ${run.askedBy}`},{" "}
                <Time value={run.finishedAt ?? run.askedAt} />
              </p>
              <ReconciliationSummary run={run} />
            </div>
            {isOpen && run.finishedAt !== null && <FindingTable run={run} />}
          </li>
        );
      })}
    </ul>
  );
}
