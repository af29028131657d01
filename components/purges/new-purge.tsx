"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { NotAllowedNotice, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { PageHeader } from "@/components/ui/page-header";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { tenantQuery } from "@/lib/queries/tenants";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { PurgeForm } from "./purge-form";
import { TenantPicker } from "./tenant-picker";

/** New purge: a link fills it and never sends. Without a tenant, that comes first. */
export function NewPurge() {
  const { role } = useViewer();
  const link = useSearchParams();
  const tenantId = link.get("tenant");
  return (
    <>
      <PageHeader title="New purge" crumbs={[{ label: "Purges", href: "/purges" }]} />
      {!can(role, "purge.object") ? (
        <NotAllowedNotice what="purging" who={rolesWith("purge.object")} />
      ) : tenantId === null || tenantId === "" ? (
        <ChooseTenant />
      ) : (
        <ForTenant key={link.toString()} tenantId={tenantId} />
      )}
    </>
  );
}

function ChooseTenant() {
  const router = useRouter();
  const link = useSearchParams();
  return (
    <div className="max-w-md">
      <TenantPicker
        label="Whose content is stale?"
        hint="A purge is always of one tenant. Choose it first."
        value={null}
        onPick={({ id }) => {
          const query = new URLSearchParams(link);
          query.set("tenant", id);
          router.push(`/purges/new?${query.toString()}`);
        }}
      />
    </div>
  );
}

function ForTenant({ tenantId }: { tenantId: string }) {
  const query = useQuery(tenantQuery(tenantId));
  if (query.data) return <PurgeForm tenant={query.data} />;
  if (query.error)
    return (
      <div className="flex flex-col gap-4">
        <ProblemNotice
          title="The tenant could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
        <ChooseTenant />
      </div>
    );
  return (
    <DelayedSkeleton
      label="Loading the tenant"
      className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]"
    >
      <div className="flex flex-col gap-6">
        <Skeleton className="h-13" />
        <Skeleton className="h-96" />
      </div>
      <Skeleton className="h-80" />
    </DelayedSkeleton>
  );
}
