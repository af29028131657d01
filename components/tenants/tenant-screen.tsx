"use client";

import { useQuery } from "@tanstack/react-query";
import { ComparisonList } from "@/components/comparisons/comparison-list";
import { DiagnosisList } from "@/components/diagnoses/diagnosis-list";
import { PurgeTable } from "@/components/purges/purge-table";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { WritesOfTenant } from "@/components/writes/write-sections";
import { Time } from "@/components/ui/time";
import { tenantQuery } from "@/lib/queries/tenants";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { RecentPurges } from "./recent-purges";
import { TagPlan } from "./tag-plan";
import { TenantActions } from "./tenant-actions";
import { TenantIdentity } from "./tenant-identity";
import { TenantPages } from "./tenant-pages";

/** Milliseconds. Purges by services arrive while one looks; the stream of changes tells of them as well. */
const refetchInterval = 15_000;

const crumbs = [{ label: "Tenants", href: "/tenants" }];

function Loading({ tenantId }: { tenantId: string }) {
  return (
    <>
      <PageHeader title={`Tenant ${tenantId}`} crumbs={crumbs} />
      <DelayedSkeleton label="Loading the tenant" className="flex flex-col gap-4">
        <Skeleton className="h-10" />
        <div className="grid gap-4 xl:grid-cols-[21rem_minmax(0,1fr)]">
          <Skeleton className="h-72" />
          <Skeleton className="h-72" />
        </div>
        <Skeleton className="h-96" />
      </DelayedSkeleton>
    </>
  );
}

function Failed({ tenantId, error, retry }: { tenantId: string; error: Error; retry: () => void }) {
  return (
    <>
      <PageHeader title={`Tenant ${tenantId}`} crumbs={crumbs} />
      <ProblemNotice error={error} onRetry={retry} />
      <div className="mt-3">
        <ButtonLink href="/tenants">Find another tenant</ButtonLink>
      </div>
    </>
  );
}

function purgesNote(tenant: TenantDetail): string {
  const count = tenant.purgeCount.toLocaleString("en");
  return `${count} ${tenant.purgeCount === 1 ? "purge" : "purges"} recorded in all`;
}

function Known({ tenant }: { tenant: TenantDetail }) {
  return (
    <div className="flex flex-col gap-4">
      {tenant.removedAt !== null && (
        <Notice tone="old" title="This tenant was removed from the directory">
          Removed <Time value={tenant.removedAt} />. It is not found by search and cannot be purged;
          what was done for it stays on record.
        </Notice>
      )}
      <RecentPurges tenant={tenant} />
      <div className="grid items-start gap-4 xl:grid-cols-[21rem_minmax(0,1fr)]">
        <TenantIdentity tenant={tenant} />
        <TenantPages tenant={tenant} />
      </div>
      <WritesOfTenant tenantId={tenant.id} />
      <Section id="purges" title="Purges of this tenant" note={purgesNote(tenant)} flush>
        <PurgeTable filters={{ tenant: tenant.id }} compact />
      </Section>
      <Section
        id="stale"
        title="Why is it stale?"
        note="what was found for pages of this tenant"
        flush
      >
        <DiagnosisList tenant={tenant.id} />
      </Section>
      <Section id="comparisons" title="Comparisons" flush>
        <ComparisonList tenant={tenant.id} />
      </Section>
      <TagPlan tenant={tenant} />
    </div>
  );
}

/** The list of purges is long; what stands below it must not be missed. */
function OnThisPage() {
  const parts = [
    ["#purges", "Purges"],
    ["#stale", "Why is it stale?"],
    ["#comparisons", "Comparisons"],
    ["#tag-plan", "Tag plan"],
  ] as const;
  return (
    <nav aria-label="On this page" className="flex flex-wrap gap-x-4">
      {parts.map(([href, label]) => (
        <a
          key={href}
          href={href}
          className="inline-flex min-h-6 items-center text-sm text-muted hover:text-accent-text hover:underline"
        >
          {label}
        </a>
      ))}
    </nav>
  );
}

/** Everything known about one tenant, and the two things to do with it: purge and compare. */
export function TenantScreen({ tenantId }: { tenantId: string }) {
  const query = useQuery({ ...tenantQuery(tenantId), refetchInterval });
  const tenant = query.data;
  if (tenant === undefined)
    return query.error === null ? (
      <Loading tenantId={tenantId} />
    ) : (
      <Failed tenantId={tenantId} error={query.error} retry={() => void query.refetch()} />
    );
  return (
    <>
      <PageHeader
        title={tenant.name}
        crumbs={crumbs}
        description={<OnThisPage />}
        actions={
          <>
            <StaleNotice query={query} />
            {tenant.removedAt === null && <TenantActions tenant={tenant} />}
          </>
        }
      />
      <Known tenant={tenant} />
    </>
  );
}
