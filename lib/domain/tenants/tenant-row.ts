import { db } from "@/lib/platform/database";
import type { TenantSummary } from "@/lib/schemas/tenants";
import { type Prisma } from "@/prisma/generated/client";

type LastPurge = NonNullable<TenantSummary["lastPurge"]>;

interface TenantRow extends Pick<TenantSummary, "id" | "slug" | "name" | "hosts"> {
  zoneId: string;
  zoneName: string;
  purgeId: string | null;
  requestedAt: Date | null;
  status: LastPurge["status"];
  source: LastPurge["source"];
}

/**
 * Reads tenants for a list, with the newest purge that concerns each, by itself or with others: in one statement, since Prisma reads all purges of a tenant
 * to take the newest of them.
 *
 * @param found what answers rows of the table tenant, few of them
 */
export async function readTenantSummaries(found: Prisma.Sql): Promise<TenantSummary[]> {
  const rows = await db().$queryRaw<TenantRow[]>`
    SELECT t.id, t.slug, t.name, z.id AS "zoneId", z.name AS "zoneName",
      ARRAY(SELECT h.host FROM tenant_host h WHERE h.tenant_id = t.id ORDER BY h.position) AS hosts,
      last.id AS "purgeId", last.requested_at AS "requestedAt", last.status, last.source
    FROM (${found}) t JOIN zone z ON z.id = t.zone_id
    LEFT JOIN LATERAL (SELECT * FROM (
      (SELECT p.id, p.requested_at, p.status, p.source FROM purge p
        WHERE p.tenant_id = t.id ORDER BY p.requested_at DESC, p.id DESC LIMIT 1)
      UNION ALL
      (SELECT p.id, p.requested_at, p.status, p.source FROM purge_tenant s JOIN purge p ON p.id = s.purge_id
        WHERE s.tenant_id = t.id ORDER BY s.requested_at DESC, s.purge_id DESC LIMIT 1)) newest
      ORDER BY newest.requested_at DESC, newest.id DESC LIMIT 1) last ON true
    ORDER BY t.slug`;
  return rows.map(toTenantSummary);
}

/** A tenant in a list, as the API answers it. */
function toTenantSummary(row: TenantRow): TenantSummary {
  const { id, slug, name, hosts, zoneId, zoneName, purgeId, requestedAt, status, source } = row;
  return {
    id,
    slug,
    name,
    zone: { id: zoneId, name: zoneName },
    hosts,
    lastPurge:
      purgeId === null || requestedAt === null
        ? null
        : { id: purgeId, requestedAt: requestedAt.toISOString(), status, source },
  };
}
