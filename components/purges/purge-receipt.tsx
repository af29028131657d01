"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { AskWhyLink } from "@/components/diagnoses/ask-why-link";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Copyable } from "@/components/ui/copy";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { useAnnounce } from "@/components/ui/live";
import { Section } from "@/components/ui/section";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { WritesOfPurge } from "@/components/writes/write-sections";
import { purgeQuery } from "@/lib/queries/purges";
import { riskTiers } from "@/lib/schemas/purge-policy";
import type { PurgeDetail } from "@/lib/schemas/purges";
import type { PurgeStatus } from "@/lib/schemas/words";
import { PurgeHistory } from "./purge-history";
import { PurgeStanding } from "./purge-standing";
import { PurgeTimeline } from "./purge-timeline";
import { ReceiptCopies } from "./receipt-copies";
import { ReceiptProof } from "./receipt-proof";
import { SecondPersonNotice } from "./second-person";
import { SentTargets } from "./timeline-attempts";

/** What is said aloud when a purge gets there while its receipt is open. */
const spokenWords: Partial<Record<PurgeStatus, string>> = {
  accepted: "Accepted by Cloudflare. It cannot be undone, and accepted is not yet proof.",
  failed: "The purge failed.",
  cancelled: "Cancelled. Nothing was sent.",
};

function secondsLeft({ line }: PurgeDetail): number {
  return Math.ceil((line?.expectedInMs ?? 0) / 1000);
}

/**
 * Says each change of the state aloud, but not the state that was there when the receipt opened. The
 * countdown is said once: every second would drown all else.
 */
function useSpokenStatus(purge: PurgeDetail | undefined) {
  const announce = useAnnounce();
  const spoken = useRef<PurgeStatus>(undefined);
  useEffect(() => {
    if (purge === undefined || spoken.current === purge.status) return;
    const words = spokenWords[purge.status];
    if (spoken.current !== undefined && words !== undefined) announce(words);
    if (purge.line?.holdUp === "grace")
      announce(`Sent in ${secondsLeft(purge)} seconds. Until then it can be cancelled.`);
    spoken.current = purge.status;
  }, [purge, announce]);
}

/** Everything known about one purge, from the request to the proof; live while it is under way. */
export function PurgeReceipt({ purgeId }: { purgeId: string }) {
  const query = useQuery(purgeQuery(purgeId));
  const purge = query.data;
  useSpokenStatus(purge);
  if (purge === undefined)
    return query.error ? (
      <ProblemNotice
        title="The receipt could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <ReceiptSkeleton />
    );
  return (
    <div className="flex flex-col gap-4">
      <StaleNotice query={query} />
      <PurgeStanding purge={purge} readAt={query.dataUpdatedAt} />
      <SecondPersonNotice secondPerson={purge.secondPerson} />
      <Facts purge={purge} />
      <Section title="What happened">
        <PurgeTimeline purge={purge} />
        <PurgeHistory purge={purge} />
      </Section>
      <WritesOfPurge purgeId={purge.id} />
      <Section title="Proof" actions={<AskWhyLink purge={purge} />}>
        <ReceiptProof purge={purge} />
      </Section>
      <Section title="Take it along">
        <ReceiptCopies purge={purge} />
      </Section>
    </div>
  );
}

const mostTenants = 5;

/** Every tenant that it concerns: the first ones at once, the rest when asked for. */
function Tenants({ tenants }: Pick<PurgeDetail, "tenants">) {
  if (tenants.length <= 1)
    return (
      <KeyValue label="Tenant">
        <TenantLink tenant={tenants[0] ?? null} />
      </KeyValue>
    );
  const links = tenants.map((tenant) => (
    <li key={tenant.id} className="min-w-0">
      <TenantLink tenant={tenant} />
    </li>
  ));
  return (
    <KeyValue label={`${tenants.length} tenants`}>
      <ul className="flex flex-wrap gap-x-4">{links.slice(0, mostTenants)}</ul>
      {links.length > mostTenants && (
        <details>
          <summary className="min-h-6 w-fit text-sm text-accent-text">
            {links.length - mostTenants} more
          </summary>
          <ul className="flex flex-wrap gap-x-4">{links.slice(mostTenants)}</ul>
        </details>
      )}
    </KeyValue>
  );
}

function Facts({ purge }: { purge: PurgeDetail }) {
  const tier = Object.entries(riskTiers).find(([id]) => id === purge.tier)?.[1].label;
  return (
    <KeyValues>
      <Tenants tenants={purge.tenants} />
      <KeyValue label={purge.method === "purge" ? "Purge" : "Invalidate"}>
        <SentTargets purge={purge} />
      </KeyValue>
      <KeyValue label="Risk">{tier ?? purge.tier}</KeyValue>
      <KeyValue label="Zone">
        {purge.environmentName === null
          ? purge.zone.name
          : `${purge.zone.name}, environment ${purge.environmentName} alone`}
      </KeyValue>
      <KeyValue label="Purge id">
        <Copyable value={purge.id} label="purge id" />
      </KeyValue>
      <KeyValue label="Trace id">
        <Copyable value={purge.traceId} label="trace id" />
      </KeyValue>
    </KeyValues>
  );
}

function ReceiptSkeleton() {
  return (
    <DelayedSkeleton label="Loading the receipt" className="flex flex-col gap-3">
      <Skeleton className="h-19" />
      {[72, 56, 80, 48, 64].map((width) => (
        <div key={width} className="flex gap-4">
          <Skeleton className="w-24" />
          <span style={{ width: `${width}%` }}>
            <Skeleton />
          </span>
        </div>
      ))}
      <Skeleton className="h-48" />
      <Skeleton className="h-32" />
    </DelayedSkeleton>
  );
}
