"use client";

import { useQuery } from "@tanstack/react-query";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { FindingList } from "@/components/probes/finding-list";
import { uniqueFindings } from "@/components/probes/finding-words";
import { useViewer } from "@/components/shell/viewer";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { comparisonQuery } from "@/lib/queries/comparisons";
import type { Comparison } from "@/lib/schemas/comparisons";
import { can } from "@/lib/schemas/permissions";
import { ComparedContent } from "./compared-content";
import { OriginTable } from "./origin-table";
import { ProbeAgain } from "./probe-again";
import { RoundTable } from "./round-table";
import { roundsOf } from "./rounds";
import { VariantTable } from "./variant-table";
import { VerdictNotice } from "./verdict-notice";

const crumbs = [{ label: "Compare", href: "/compare" }];

/** The filled form for the purge whose effect this comparison is to show. */
function purgeHref(comparison: Comparison): string {
  const query = new URLSearchParams({ tenant: comparison.affected.tenant.id });
  const url = comparison.affected.probes[0]?.url;
  if (url !== undefined) query.set("url", url);
  query.set("comparison", comparison.id);
  return `/purges/new?${query.toString()}`;
}

function PurgeLink({ comparison }: { comparison: Comparison }) {
  return (
    <ButtonLink
      variant={comparison.purge === null ? "primary" : "secondary"}
      href={purgeHref(comparison)}
    >
      Purge {comparison.affected.tenant.slug}
    </ButtonLink>
  );
}

/** What became of each of the page's copies; nothing for a page that has one. */
function Variants({ comparison: { affected, verdict } }: { comparison: Comparison }) {
  const { slug } = affected.tenant;
  if (verdict.variants.length === 0) return null;
  return (
    <Section title="Variants" note={`The copies that the edge keeps of ${slug}'s page`} flush>
      <VariantTable variants={verdict.variants} slug={slug} />
    </Section>
  );
}

/** What the probes noticed beside the cache status, side by side; nothing when there is nothing. */
function Noticed({ comparison: { affected, control } }: { comparison: Comparison }) {
  const sides = [affected, control]
    .filter((side) => side !== null)
    .map(({ tenant, probes }) => ({ tenant, findings: uniqueFindings(probes) }))
    .filter(({ findings }) => findings.length > 0);
  if (sides.length === 0) return null;
  return (
    <Section title="Also noticed" note="How these pages are cached, whatever was purged">
      <div className="flex flex-col gap-3">
        {sides.map(({ tenant, findings }) => (
          <div key={tenant.id} className="flex flex-col gap-1.5">
            <h3 className="text-sm font-medium">{tenant.slug}</h3>
            <FindingList findings={findings} label={`Findings on ${tenant.slug}'s page`} />
          </div>
        ))}
      </div>
    </Section>
  );
}

/** One comparison: the verdict and its evidence, both sides round by round, and the next probes. */
export function ComparisonScreen({ comparisonId }: { comparisonId: string }) {
  const query = useQuery(comparisonQuery(comparisonId));
  const { role } = useViewer();
  const comparison = query.data;
  if (comparison === undefined)
    return (
      <>
        <PageHeader title="Comparison" crumbs={crumbs} />
        {query.error ? (
          <ProblemNotice
            title="The comparison could not be loaded"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <DelayedSkeleton label="Loading the comparison" className="flex flex-col gap-4">
            <Skeleton className="h-20" />
            <Skeleton className="h-64" />
          </DelayedSkeleton>
        )}
      </>
    );
  const { affected, control, path } = comparison;
  return (
    <>
      <PageHeader
        title={
          <>
            <span className="font-mono text-[0.93em]">{path}</span> of {affected.tenant.slug}
            {control !== null && ` and ${control.tenant.slug}`}
          </>
        }
        crumbs={crumbs}
        description={
          <>
            Started <Time value={comparison.createdAt} /> by {comparison.createdBy}
          </>
        }
        {...(can(role, "purge.object")
          ? {
              actions: <PurgeLink comparison={comparison} />,
            }
          : {})}
      />
      <div className="flex flex-col gap-4">
        <StaleNotice query={query} />
        <VerdictNotice verdict={comparison.verdict} />
        <RoundTable comparison={comparison} rounds={roundsOf(comparison)} />
        <Variants comparison={comparison} />
        <OriginTable comparison={comparison} />
        <ComparedContent comparison={comparison} />
        <Noticed comparison={comparison} />
        <ProbeAgain comparison={comparison} />
      </div>
    </>
  );
}
