"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { DelayedSkeleton, Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { overviewQuery } from "@/lib/queries/overview";
import type { AccountSending } from "@/lib/schemas/sending";
import { Activity } from "./activity";
import { ConnectionLine } from "./connection-line";
import { Failures } from "./failures";
import { usePeriod } from "./period";
import { Proofs } from "./proofs";
import { RedCanaries } from "./red-canaries";
import { Sending } from "./sending";
import { needsEyes } from "./sending-words";
import { TopTenants } from "./top-tenants";

function Loading() {
  return (
    <DelayedSkeleton label="Loading the overview" className="flex flex-col gap-4">
      <div className="flex h-16 items-center gap-8 rounded-md border border-hairline bg-panel px-3">
        <Skeleton className="w-64" />
        <Skeleton className="w-28" />
        <Skeleton className="w-28" />
      </div>
      <Section title="Failed purges that need a person" flush>
        <SkeletonRows rows={6} label="" />
      </Section>
      <Section title="Sending to Cloudflare" flush>
        <SkeletonRows rows={1} label="" />
      </Section>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <Section title="Purges by day">
          <Skeleton className="h-96" />
        </Section>
        <Section title="Tenants most purged" flush>
          <SkeletonRows rows={8} label="" />
        </Section>
      </div>
    </DelayedSkeleton>
  );
}

/** Once something was wrong with sending, it stays in sight for as long as the screen is open: no jumping. */
function useRaised(accounts: readonly AccountSending[]): boolean {
  const [raised, setRaised] = useState(false);
  if (!raised && accounts.some(needsEyes)) setRaised(true);
  return raised;
}

/** Where the period reaches back to purges that retention has removed, the figures are not of all of it. */
function RemovedNote({
  knownSince,
  firstDay,
}: {
  knownSince: string | null;
  firstDay: string | undefined;
}) {
  if (knownSince === null || firstDay === undefined || knownSince <= firstDay) return null;
  return (
    <Notice tone="unknown" title="The period reaches back to purges that were removed">
      Purges that ended before <Time value={knownSince} mode="absolute" /> were removed by
      retention: the figures below are of what is on record.
    </Notice>
  );
}

/** What needs a person now, and what was purged lately. */
export function OverviewScreen() {
  const { days, bad } = usePeriod();
  const query = useQuery(overviewQuery(days));
  const overview = query.data;
  const isRaised = useRaised(overview?.sending ?? []);
  return (
    <>
      <PageHeader title="Overview" actions={<StaleNotice query={query} />} />
      {bad !== null && (
        <Notice
          tone="old"
          title={`The address asks for ${bad} days, which is no period here`}
          className="mb-4"
        >
          The last {days} days are shown.
        </Notice>
      )}
      {overview === undefined && query.error !== null && (
        <div className="mb-4">
          <ProblemNotice
            title="The overview could not be loaded"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        </div>
      )}
      {overview === undefined && query.error === null && <Loading />}
      {overview !== undefined && (
        <div className="flex flex-col gap-4">
          <ConnectionLine overview={overview} />
          <RedCanaries />
          {isRaised && <Sending accounts={overview.sending} />}
          <Failures overview={overview} />
          <Proofs proofs={overview.proofs} />
          {!isRaised && <Sending accounts={overview.sending} />}
          <RemovedNote knownSince={overview.knownSince} firstDay={overview.activity[0]?.day} />
          <div className="grid items-start gap-4 xl:not-has-[table[data-activity]]:grid-cols-[minmax(0,1fr)_26rem]">
            <Activity days={overview.activity} />
            <TopTenants overview={overview} days={days} />
          </div>
        </div>
      )}
    </>
  );
}
