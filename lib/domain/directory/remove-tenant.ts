import { authorize, refuse } from "@/lib/audit/authorize";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { DirectoryChanges } from "@/lib/schemas/directory-changes";
import { AppError } from "@/lib/schemas/errors";
import { changeDirectory } from "./change-directory";

/**
 * Removes a tenant: it leaves the search, cannot be purged, and its hosts are free for another. Its purges,
 * comparisons and audit entries stay and still name it. Removing it again changes nothing.
 *
 * @throws AppError not_allowed, not_found
 */
export async function removeTenant(actor: Caller, id: string): Promise<DirectoryChanges> {
  const attempt = {
    action: "directory.remove_tenant" as const,
    subject: { kind: "tenant", id },
    tenantId: id,
    summary: `${actor.name} was refused to remove the tenant ${id}`,
  };
  await authorize(actor, "directory.write", attempt);
  const tenant = await db().tenant.findUnique({ where: { id }, select: { zoneId: true } });
  if (tenant === null) throw new AppError("not_found", `There is no tenant with the id ${id}.`);
  if (actor.kind === "token") {
    const { zoneIds, tenantIds } = actor.reach;
    const reaches =
      (zoneIds.length === 0 || zoneIds.includes(tenant.zoneId)) &&
      (tenantIds.length === 0 || tenantIds.includes(id));
    const message = `The token ${actor.name} is not for the tenant ${id}.`;
    if (!reaches) await refuse(actor, attempt, { code: "not_allowed", message });
  }
  return changeDirectory(actor, {
    action: "directory.remove_tenant",
    named: { zoneIds: [], tagZones: [], tags: new Set(), tenantIds: [id], withSettings: false },
    dryRun: false,
    write: async (tx) => {
      await tx.tenantHost.deleteMany({ where: { tenantId: id } });
      await tx.tenant.updateMany({
        where: { id, removedAt: null },
        data: { removedAt: now(), updatedAt: now(), searchText: "" },
      });
    },
  });
}
