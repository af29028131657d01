import { authorize, refuse } from "@/lib/audit/authorize";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { DirectoryChanges } from "@/lib/schemas/directory-changes";
import { AppError } from "@/lib/schemas/errors";
import { changeDirectory } from "./change-directory";
import { seenBy } from "./require-reach";

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
  const message = `There is no tenant with the id ${id}.`;
  if (tenant === null) throw new AppError("not_found", message);
  if (!seenBy(actor)({ zoneId: tenant.zoneId, tenantId: id })) {
    // As if it were not there: a service is not to find out by asking which tenants there are.
    await refuse(actor, attempt, { code: "not_found", message });
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
