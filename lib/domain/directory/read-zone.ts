import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { type ZoneDetail, zoneDetail } from "@/lib/schemas/zones";
import { readDirectory } from "./read-directory";
import { versionOf } from "./setting-entries";

/**
 * One zone's set-up. A secret is told by the name that the environment has it under, never by its value.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readZone(actor: Actor, id: string): Promise<ZoneDetail> {
  await authorize(actor, "directory.read", {
    action: "access.refuse",
    subject: { kind: "zone", id },
    summary: `${actor.name} was refused a zone`,
  });
  return db().$transaction(async (tx) => {
    const named = { zoneIds: [id], tagZones: [], tags: new Set<string>(), tenantIds: [] };
    const state = await readDirectory(tx, { ...named, withSettings: false });
    const row = await tx.zone.findUnique({
      where: { id },
      include: {
        _count: { select: { tagPatterns: true, tenants: { where: { removedAt: null } } } },
      },
    });
    const value = state.get(`zone ${id}`)?.value;
    if (row === null || value === undefined)
      throw new AppError("not_found", `There is no zone ${id}.`);
    const { canary, ...setUp } = value;
    return zoneDetail.parse({
      ...{ id, ...setUp },
      hasCanary: canary !== null,
      tenants: row._count.tenants,
      patterns: row._count.tagPatterns,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
      version: versionOf(state),
    });
  });
}
