import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { FindingList } from "@/components/probes/finding-list";
import { isGrave, uniqueFindings } from "@/components/probes/finding-words";
import { GraveNotice } from "@/components/probes/grave-notice";
import type { Comparison } from "@/lib/schemas/comparisons";
import type { Finding } from "@/lib/schemas/probes";
import { ProbeSequence } from "./probe-sequence";
import { roundsOf } from "./rounds";
import { VariantTable } from "./variant-table";
import { VerdictNotice } from "./verdict-notice";

/** The address of a comparison. */
export function comparisonHref(id: string): string {
  return `/compare/${encodeURIComponent(id)}`;
}

/** What was noticed on one tenant's page, and whose it is: the control's faults are not the affected tenant's. */
function Noticed({ slug, findings }: { slug: string; findings: readonly Finding[] }) {
  const others = findings.filter((one) => !isGrave(one));
  return (
    <>
      <GraveNotice findings={findings} slug={slug} />
      {others.length > 0 && (
        <div>
          <p className="text-sm text-muted">Also noticed on {slug}&apos;s page</p>
          <FindingList findings={others} label={`Also noticed on ${slug}'s page`} />
        </div>
      )}
    </>
  );
}

/** A comparison inside a receipt: both sides as a line each, for each place that probed, and the verdict. */
export function ComparisonBrief({ comparison }: { comparison: Comparison }) {
  // The other variants have their own lines below: in one line their answers would read as one copy's.
  const rounds = roundsOf(comparison).filter(({ variant }) => variant === null);
  const { affected, control, path, verdict } = comparison;
  // Each data centre has a cache of its own: answers from two in one line would read as one copy's.
  const places = rounds.length === 0 ? [null] : [...new Set(rounds.map(({ place }) => place))];
  return (
    <div className="flex flex-col gap-2">
      <ul>
        {places.map((place) => {
          const seen = rounds.filter((round) => round.place === place);
          const from = places.length > 1 ? (place ?? "the console") : null;
          const common = { path, rounds: seen, from };
          return (
            <Fragment key={place ?? ""}>
              <ProbeSequence tenant={affected.tenant} side="affected" {...common} />
              {control !== null && (
                <ProbeSequence tenant={control.tenant} side="control" {...common} />
              )}
            </Fragment>
          );
        })}
      </ul>
      <VerdictNotice verdict={verdict} brief />
      <Noticed
        slug={affected.tenant.slug}
        findings={uniqueFindings([...comparison.origin, ...affected.probes])}
      />
      {control !== null && (
        <Noticed slug={control.tenant.slug} findings={uniqueFindings(control.probes)} />
      )}
      {verdict.variants.length > 0 && (
        <VariantTable variants={verdict.variants} slug={affected.tenant.slug} />
      )}
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
