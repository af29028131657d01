import type { TenantSummary } from "@/lib/schemas/tenants";
import type { Prisma } from "@/prisma/generated/client";

/** What a tenant in a list is read with. */
export const tenantSummarySelect = {
  id: true,
  slug: true,
  name: true,
  zone: { select: { id: true, name: true } },
  hosts: { select: { host: true }, orderBy: { position: "asc" } },
  purges: {
    select: { id: true, requestedAt: true, status: true, source: true },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: 1,
  },
} as const satisfies Prisma.TenantSelect;

export type TenantSummaryRow = Prisma.TenantGetPayload<{ select: typeof tenantSummarySelect }>;

/** A tenant in a list, as the API answers it. */
export function toTenantSummary(row: TenantSummaryRow): TenantSummary {
  const { id, slug, name, zone, hosts } = row;
  const [last] = row.purges;
  return {
    id,
    slug,
    name,
    zone,
    hosts: hosts.map(({ host }) => host),
    lastPurge: last ? { ...last, requestedAt: last.requestedAt.toISOString() } : null,
  };
}
