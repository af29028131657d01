import { db } from "@/lib/platform/database";
import type { ServiceToken } from "@/lib/schemas/tokens";
import type { TokenVerb } from "@/lib/schemas/words";
import type { ServiceToken as Row } from "@/prisma/generated/client";

/** Tokens as people see them, with their zones by name; one that is gone is called by its id. */
export async function toTokens(rows: Row[]): Promise<ServiceToken[]> {
  const ids = [...new Set(rows.flatMap(({ zoneIds }) => zoneIds))];
  const zones = await db().zone.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const names = new Map(zones.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    service: row.service,
    verbs: row.verbs as TokenVerb[],
    zones: row.zoneIds.map((id) => ({ id, name: names.get(id) ?? id })),
    tenants: row.tenantIds,
    selectorKinds: row.selectorKinds,
    source: row.source,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revoked:
      row.revokedAt === null
        ? null
        : { at: row.revokedAt.toISOString(), by: row.revokedBy ?? "unknown" },
    callsPerSecond: row.callsPerSecond,
  }));
}
