import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { ZoneList } from "@/lib/schemas/zones";

/** As many as the import file takes. */
const mostListed = 1_000;

/**
 * The zones, by name.
 *
 * @throws AppError not_allowed
 */
export async function listZones(actor: Actor): Promise<ZoneList> {
  await authorize(actor, "directory.read", {
    action: "access.refuse",
    subject: { kind: "directory", id: null },
    summary: `${actor.name} was refused the zones`,
  });
  const rows = await db().zone.findMany({
    orderBy: { name: "asc" },
    take: mostListed + 1,
    include: {
      canary: { select: { zoneId: true } },
      _count: {
        select: { environments: true, tagPatterns: true, tenants: { where: { removedAt: null } } },
      },
    },
  });
  const items = rows.slice(0, mostListed).map((row) => ({
    ...{ id: row.id, name: row.name, accountId: row.accountId, plan: row.plan },
    environments: row._count.environments,
    tenants: row._count.tenants,
    patterns: row._count.tagPatterns,
    hasOrigin: row.originAddress !== null,
    hasCanary: row.canary !== null,
    updatedAt: row.updatedAt.toISOString(),
  }));
  return { items, more: rows.length > mostListed };
}
