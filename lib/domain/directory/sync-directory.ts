import { authorize, refuse } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { DirectoryChanges } from "@/lib/schemas/directory-changes";
import type { DirectoryFile, TagPlanBody, TenantBody, ZoneBody } from "@/lib/schemas/directory";
import { mostImported } from "@/lib/schemas/directory-changes";
import { AppError } from "@/lib/schemas/errors";
import { syncDirectory } from "./change-directory";

const attempt = (actor: Caller) => ({
  action: "directory.sync" as const,
  subject: { kind: "directory", id: null },
  summary: `${actor.name} was refused a change of the directory`,
});

/** @throws AppError not_allowed */
async function requireWrite(actor: Caller): Promise<void> {
  await authorize(actor, "directory.write", attempt(actor));
}

/** Makes a tenant, changes it, or brings a removed one back. @throws AppError not_allowed, invalid_input */
export async function putTenant(
  actor: Caller,
  id: string,
  body: TenantBody,
): Promise<DirectoryChanges> {
  await requireWrite(actor);
  return syncDirectory(actor, { tenants: [{ id, ...body }] });
}

/** Makes a zone or changes it. @throws AppError not_allowed, invalid_input */
export async function putZone(
  actor: Caller,
  id: string,
  body: ZoneBody,
): Promise<DirectoryChanges> {
  await requireWrite(actor);
  return syncDirectory(actor, { zones: [{ id, ...body }] });
}

/**
 * Makes a zone's tag plan exactly this one: patterns that it does not name go.
 *
 * @param zone the zone's name or id
 * @throws AppError not_allowed, not_found, invalid_input
 */
export async function putTagPlan(
  actor: Caller,
  zone: string,
  { patterns }: TagPlanBody,
): Promise<DirectoryChanges> {
  await requireWrite(actor);
  const row = await db().zone.findFirst({
    where: { OR: [{ id: zone }, { name: zone.toLowerCase() }] },
    select: { id: true, name: true },
  });
  const beyond =
    actor.kind === "token" &&
    actor.reach.zoneIds.length > 0 &&
    !actor.reach.zoneIds.includes(row?.id ?? "");
  if (row === null || beyond) throw new AppError("not_found", `There is no zone ${zone}.`);
  if (actor.kind === "token" && actor.reach.tenantIds.length > 0) {
    const message = `The token ${actor.name} is for some tenants, a tag plan for all.`;
    const subject = { kind: "zone", id: row.id };
    await refuse(actor, { ...attempt(actor), subject }, { code: "not_allowed", message });
  }
  const tagPlan = patterns.map((one) => ({ zone: row.name, ...one }));
  return syncDirectory(actor, { tagPlan }, { planOf: row.name });
}

/**
 * Loads many at once, all of it or nothing. What is not named stays as it is.
 *
 * @param dryRun only says what would change
 * @throws AppError not_allowed, too_large, invalid_input naming each place
 */
export async function importForCaller(
  actor: Caller,
  file: DirectoryFile,
  dryRun: boolean,
): Promise<DirectoryChanges> {
  await requireWrite(actor);
  if (file.tenants.length > mostImported) {
    throw new AppError(
      "too_large",
      `tenants: at most ${mostImported} fit in one import, these are ${file.tenants.length}.`,
    );
  }
  return syncDirectory(actor, file, { dryRun });
}
