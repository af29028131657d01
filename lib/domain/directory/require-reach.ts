import { refuse } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Caller, TokenActor } from "@/lib/schemas/actor";
import type { DirectoryFile } from "@/lib/schemas/directory";

type Names = Pick<DirectoryFile, "zones" | "tagPlan" | "tenants">;

/** What of the file a token's rights do not reach, in words; null: they reach all of it. */
async function beyondReach({ reach }: TokenActor, file: Names): Promise<string | null> {
  const { zoneIds, tenantIds } = reach;
  if (tenantIds.length > 0) {
    // Zones and tag plans are of all tenants.
    const [zone, tag] = [file.zones[0], file.tagPlan[0]];
    if (zone !== undefined) return `the zone ${zone.name}`;
    if (tag !== undefined) return `the tag plan of ${tag.zone}`;
    const other = file.tenants.find(({ id }) => !tenantIds.includes(id));
    if (other !== undefined) return `the tenant ${other.id}`;
  }
  if (zoneIds.length === 0) return null;
  const zone = file.zones.find(({ id }) => !zoneIds.includes(id));
  if (zone !== undefined) return `the zone ${zone.name}`;
  const rows = await db().zone.findMany({ where: { id: { in: [...zoneIds] } } });
  const names = new Set([...rows, ...file.zones].map(({ name }) => name));
  const tag = file.tagPlan.find((one) => !names.has(one.zone));
  if (tag !== undefined) return `the tag plan of ${tag.zone}`;
  const tenant = file.tenants.find((one) => !names.has(one.zone));
  if (tenant !== undefined) return `the tenant ${tenant.id} in ${tenant.zone}`;
  // One that is elsewhere now may not be taken from there.
  const elsewhere = await db().tenant.findFirst({
    where: {
      id: { in: file.tenants.map(({ id }) => id) },
      zoneId: { notIn: [...zoneIds] },
    },
    select: { id: true },
  });
  return elsewhere === null ? null : `the tenant ${elsewhere.id}, which is in another zone`;
}

/** What a caller may be told of: a person of all, a token of what its rights reach. */
export function seenBy(caller: Caller) {
  return ({ zoneId, tenantId }: { zoneId: string; tenantId: string | null }): boolean => {
    if (caller.kind === "person") return true;
    const { zoneIds, tenantIds } = caller.reach;
    const zone = zoneIds.length === 0 || zoneIds.includes(zoneId);
    return zone && (tenantIds.length === 0 || (tenantId !== null && tenantIds.includes(tenantId)));
  };
}

/** Whose history an entry is in. */
export interface Subject {
  kind: string;
  id: string | null;
}

/** Of a file that names many things. */
export const wholeDirectory: Subject = { kind: "directory", id: null };

/** What a refused change of the directory is recorded as. */
export const directoryAttempt = (actor: Caller, subject: Subject) => ({
  action: "directory.sync" as const,
  subject,
  tenantId: subject.kind === "tenant" ? subject.id : null,
  summary: `${actor.name} was refused a change of the directory`,
});

/**
 * Holds a change of the directory to what its caller may reach: a token's zones and tenants, and for policies,
 * account limits and retention, which bind everybody, an admin.
 *
 * @throws AppError not_allowed, recorded
 */
export async function requireReach(
  actor: Caller,
  file: DirectoryFile,
  subject: Subject,
): Promise<void> {
  const settings =
    file.policies.length + file.accountLimits.length > 0 || file.retention !== undefined;
  const isAdmin = actor.kind === "person" && actor.role === "admin";
  const beyond = actor.kind === "token" ? await beyondReach(actor, file) : null;
  const message =
    settings && !isAdmin
      ? "policies, accountLimits and retention are changed by an admin alone."
      : beyond === null
        ? null
        : `The token ${actor.name} is not for ${beyond}.`;
  if (message === null) return;
  await refuse(actor, directoryAttempt(actor, subject), { code: "not_allowed", message });
}
