import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import type { TenantRef } from "@/lib/schemas/tenants";

/** The address of a tenant's page. */
export function tenantHref(id: string): string {
  return `/tenants/${encodeURIComponent(id)}`;
}

/** A tenant in a cell or a sentence: its name, the slug when it differs. null: none is recorded. */
export function TenantLink({ tenant }: { tenant: TenantRef | null }) {
  if (tenant === null) return <Badge tone="unknown">No tenant recorded</Badge>;
  return (
    <Link
      href={tenantHref(tenant.id)}
      title={`${tenant.name} (${tenant.slug}, id ${tenant.id})`}
      className="inline-flex min-h-6 max-w-full min-w-0 items-center gap-1.5 hover:text-accent-text hover:underline"
    >
      <span className="min-w-8 truncate font-medium">{tenant.name}</span>
      <span className="min-w-0 shrink-[3] truncate font-mono text-xs text-muted">
        {tenant.slug}
      </span>
    </Link>
  );
}
