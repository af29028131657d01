import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import type { Comparison } from "@/lib/schemas/comparisons";
import { ProbeSequence } from "./probe-sequence";
import { roundsOf } from "./rounds";
import { VerdictNotice } from "./verdict-notice";

/** The address of a comparison. */
export function comparisonHref(id: string): string {
  return `/compare/${encodeURIComponent(id)}`;
}

/** A comparison inside a receipt: both sides as a line each, and the verdict. */
export function ComparisonBrief({ comparison }: { comparison: Comparison }) {
  const rounds = roundsOf(comparison);
  const { affected, control, path, verdict } = comparison;
  return (
    <div className="flex flex-col gap-2">
      <ul>
        <ProbeSequence tenant={affected.tenant} path={path} side="affected" rounds={rounds} />
        <ProbeSequence tenant={control.tenant} path={path} side="control" rounds={rounds} />
      </ul>
      <VerdictNotice verdict={verdict} brief />
      <Link
        href={comparisonHref(comparison.id)}
        className="inline-flex min-h-6 w-fit items-center gap-1 text-sm text-accent-text hover:underline"
      >
        All probes of this comparison
        <ArrowUpRight aria-hidden className="size-3.5" />
      </Link>
    </div>
  );
}
