"use client";

import { useQuery } from "@tanstack/react-query";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { comparisonQuery } from "@/lib/queries/comparisons";
import type { Comparison } from "@/lib/schemas/comparisons";
import { can } from "@/lib/schemas/permissions";
import { ProbeAgain } from "./probe-again";
import { RoundTable } from "./round-table";
import { roundsOf } from "./rounds";
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
            <span className="font-mono text-[0.93em]">{path}</span> of {affected.tenant.slug} and{" "}
            {control.tenant.slug}
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
              actions: (
                <ButtonLink
                  variant={comparison.purge === null ? "primary" : "secondary"}
                  href={purgeHref(comparison)}
                >
                  Purge {affected.tenant.slug}
                </ButtonLink>
              ),
            }
          : {})}
      />
      <div className="flex flex-col gap-4">
        <StaleNotice query={query} />
        <VerdictNotice verdict={comparison.verdict} />
        <RoundTable comparison={comparison} rounds={roundsOf(comparison)} />
        <ProbeAgain comparison={comparison} />
      </div>
    </>
  );
}
