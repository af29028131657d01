"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { TenantLink } from "@/components/tenants/tenant-link";
import { ButtonLink } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copy";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { useAnnounce } from "@/components/ui/live";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { isFinal, purgeQuery } from "@/lib/queries/purges";
import { riskTiers } from "@/lib/schemas/purge-policy";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { CloseFailure } from "./close-failure";
import { failureHelp } from "./failure-help";
import { PurgeStatusBadge } from "./purge-badges";
import { PurgeTimeline } from "./purge-timeline";
import { ReceiptCopies } from "./receipt-copies";
import { ReceiptProof } from "./receipt-proof";
import { purgeAgainHref } from "./repeat-command";
import { SentTargets } from "./timeline-attempts";

/** Says each change of the state aloud, but not the state that was there when the receipt opened. */
function useSpokenStatus(purge: PurgeDetail | undefined) {
  const announce = useAnnounce();
  const spoken = useRef<string>(undefined);
  const status = purge?.status;
  useEffect(() => {
    if (status === undefined) return;
    if (spoken.current !== undefined && spoken.current !== status && isFinal(status))
      announce(
        status === "accepted"
          ? "Accepted by Cloudflare. Accepted is not yet proof."
          : "The purge failed.",
      );
    spoken.current = status;
  }, [status, announce]);
}

/** Everything known about one purge, from the request to the proof; live while it is under way. */
export function PurgeReceipt({
  purgeId,
  comparisonId = null,
}: {
  purgeId: string;
  /** A comparison whose before probes were taken for this purge. */
  comparisonId?: string | null;
}) {
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
      <Facts purge={purge} />
      <Section title="What happened">
        <PurgeTimeline purge={purge} />
        {purge.status === "failed" && purge.resolution === null && <Failed purge={purge} />}
      </Section>
      <Section title="Proof">
        <ReceiptProof purge={purge} comparisonId={comparisonId} />
      </Section>
      <Section title="Take it along">
        <ReceiptCopies purge={purge} />
      </Section>
    </div>
  );
}

function Facts({ purge }: { purge: PurgeDetail }) {
  const tier = Object.entries(riskTiers).find(([id]) => id === purge.tier)?.[1].label;
  return (
    <KeyValues>
      <KeyValue label="State">
        <span className="flex flex-wrap items-center gap-2">
          <PurgeStatusBadge status={purge.status} closed={purge.resolution !== null} />
          {purge.result && (
            <span className="text-sm text-muted">
              {purge.result.code !== null && (
                <span className="font-mono">{purge.result.code} </span>
              )}
              {purge.result.message}
            </span>
          )}
        </span>
      </KeyValue>
      <KeyValue label="Tenant">
        <TenantLink tenant={purge.tenant} />
      </KeyValue>
      <KeyValue label={purge.method === "purge" ? "Purge" : "Invalidate"}>
        <SentTargets purge={purge} />
      </KeyValue>
      <KeyValue label="Risk">{tier ?? purge.tier}</KeyValue>
      <KeyValue label="Zone">{purge.zone.name}</KeyValue>
      <KeyValue label="Purge id">
        <Copyable value={purge.id} label="purge id" />
      </KeyValue>
      <KeyValue label="Trace id">
        <Copyable value={purge.traceId} label="trace id" />
      </KeyValue>
    </KeyValues>
  );
}

function Failed({ purge }: { purge: PurgeDetail }) {
  return (
    <Notice
      tone="broken"
      title="Failed, and it needs a person"
      className="mt-3"
      action={
        <>
          <ButtonLink href={purgeAgainHref(purge)}>Purge again</ButtonLink>
          <CloseFailure purgeId={purge.id} />
        </>
      }
    >
      {failureHelp(purge)}
    </Notice>
  );
}

function ReceiptSkeleton() {
  return (
    <DelayedSkeleton label="Loading the receipt" className="flex flex-col gap-3">
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
