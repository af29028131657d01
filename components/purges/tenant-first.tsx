import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { tenantQuery } from "@/lib/queries/tenants";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { TenantPicker } from "./tenant-picker";

/** A form about one tenant: which one comes first, and the rest of it once that one is loaded. */
export function TenantFirst({
  label,
  hint,
  tenantId,
  onPick,
  children,
}: {
  label: string;
  hint: string;
  /** null: none is chosen yet. */
  tenantId: string | null;
  onPick: (tenantId: string) => void;
  children: (tenant: TenantDetail) => ReactNode;
}) {
  const tenant = useQuery({ ...tenantQuery(tenantId ?? ""), enabled: tenantId !== null });
  return (
    <div className="flex max-w-xl flex-col gap-4">
      <TenantPicker
        label={label}
        hint={hint}
        value={tenant.data ?? null}
        onPick={({ id }) => onPick(id)}
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
      {tenant.data && children(tenant.data)}
    </div>
  );
}
