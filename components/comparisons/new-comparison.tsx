"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { parseAsText } from "@/components/purges/address-text";
import { TenantPicker } from "@/components/purges/tenant-picker";
import { NotAllowedNotice, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { PageHeader } from "@/components/ui/page-header";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { tenantQuery } from "@/lib/queries/tenants";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { ComparisonForm } from "./comparison-form";

/** A new comparison: a link may bring the tenant, the page, the control and the purge along. */
export function NewComparison() {
  const { role } = useViewer();
  const [link, setLink] = useQueryStates({
    tenant: parseAsText,
    path: parseAsText,
    control: parseAsText,
    purge: parseAsText,
  });
  const tenant = useQuery({ ...tenantQuery(link.tenant ?? ""), enabled: link.tenant !== null });
  const allowed = can(role, "comparison.run");
  return (
    <>
      <PageHeader
        title="New comparison"
        crumbs={[{ label: "Compare", href: "/compare" }]}
        description="The same page of two tenants. What differs after a purge is the purge's doing."
      />
      {!allowed && <NotAllowedNotice what="probing pages" who={rolesWith("comparison.run")} />}
      {allowed && (
        <div className="flex max-w-xl flex-col gap-4">
          <TenantPicker
            label="Affected tenant"
            hint="The one that reports stale content."
            value={tenant.data ?? null}
            onPick={({ id }) =>
              void setLink({ tenant: id, path: null, control: null, purge: null })
            }
          />
          {tenant.error && (
            <ProblemNotice
              title="The tenant could not be loaded"
              error={tenant.error}
              onRetry={() => void tenant.refetch()}
            />
          )}
          {tenant.isLoading && (
            <DelayedSkeleton label="Loading the tenant" className="flex flex-col gap-4">
              <Skeleton className="h-13" />
              <Skeleton className="h-13" />
            </DelayedSkeleton>
          )}
          {tenant.data && (
            <ComparisonForm
              key={tenant.data.id}
              tenant={tenant.data}
              path={link.path}
              controlId={link.control}
              purgeId={link.purge}
              onChange={(change) => void setLink(change)}
            />
          )}
        </div>
      )}
    </>
  );
}
