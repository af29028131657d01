import { authorize, refuse } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { DirectoryChanges } from "@/lib/schemas/directory-changes";
import type { DirectoryFile, TagPlanBody, TenantBody, ZoneBody } from "@/lib/schemas/directory";
import { mostImported } from "@/lib/schemas/directory-changes";
import { AppError } from "@/lib/schemas/errors";
import { syncDirectory } from "./change-directory";
import { directoryAttempt, type Subject, wholeDirectory } from "./require-reach";

/** @throws AppError not_allowed, recorded in the history of what was to be changed */
async function requireWrite(actor: Caller, subject: Subject): Promise<void> {
  await authorize(actor, "directory.write", directoryAttempt(actor, subject));
}

/**
 * What is wrong with a part that was sent by itself is named by its place in what was sent: not
 * `tenants[0].hosts[1]`, as in a file, but `hosts.1`, as other bodies' fields are.
 *
 * @param place where the file has it, up to what the caller sent
 * @param as what the caller calls that
 */
async function sentAlone(
  place: "tenants[0]." | "zones[0]." | "tagPlan[",
  as: "" | "patterns[",
  work: Promise<DirectoryChanges>,
): Promise<DirectoryChanges> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "invalid_input") throw error;
    const fields = error.fields.map(({ path, message }) => ({
      path: path.replace(place, as).replaceAll(/\[(\d+)\]/g, ".$1"),
      message: message.replaceAll(place, as),
    }));
    const words = fields.map(({ path, message }) => `${path}: ${message}`).join("\n");
    throw new AppError("invalid_input", words, fields);
  }
}

/** Makes a tenant, changes it, or brings a removed one back. @throws AppError not_allowed, invalid_input */
export async function putTenant(
  actor: Caller,
  id: string,
  body: TenantBody,
): Promise<DirectoryChanges> {
  const subject = { kind: "tenant", id };
  await requireWrite(actor, subject);
  const file = { tenants: [{ id, ...body }] };
  return sentAlone("tenants[0].", "", syncDirectory(actor, file, { subject }));
}

/** Makes a zone or changes it. @throws AppError not_allowed, invalid_input, conflict by `basedOn` */
export async function putZone(
  actor: Caller,
  id: string,
  body: ZoneBody,
): Promise<DirectoryChanges> {
  const subject = { kind: "zone", id };
  await requireWrite(actor, subject);
  const { basedOn, ...zone } = body;
  return sentAlone(
    "zones[0].",
    "",
    syncDirectory(actor, { zones: [{ id, ...zone }] }, { basedOn, subject }),
  );
}

/**
 * Makes a zone's tag plan exactly this one: patterns that it does not name go.
 *
 * @param zone the zone's name or id
 * @throws AppError not_allowed, not_found, invalid_input, conflict by `basedOn`
 */
export async function putTagPlan(
  actor: Caller,
  zone: string,
  { patterns, basedOn }: TagPlanBody,
): Promise<DirectoryChanges> {
  await requireWrite(actor, { kind: "tag_plan", id: zone });
  // Before the zone is looked for: whether there is one is not for such a token to learn.
  if (actor.kind === "token" && actor.reach.tenantIds.length > 0) {
    const asked = directoryAttempt(actor, { kind: "tag_plan", id: zone });
    const some = `The token ${actor.name} is for some tenants, a tag plan for all.`;
    await refuse(actor, asked, { code: "not_allowed", message: some });
  }
  const row = await db().zone.findFirst({
    where: { OR: [{ id: zone }, { name: zone.toLowerCase() }] },
    select: { id: true, name: true },
  });
  const beyond =
    actor.kind === "token" &&
    actor.reach.zoneIds.length > 0 &&
    !actor.reach.zoneIds.includes(row?.id ?? "");
  const message = `There is no zone ${zone}.`;
  if (row === null) throw new AppError("not_found", message);
  const subject = { kind: "tag_plan", id: row.id };
  if (beyond) {
    await refuse(actor, directoryAttempt(actor, subject), { code: "not_found", message });
  }
  const tagPlan = patterns.map((one) => ({ zone: row.name, ...one }));
  return sentAlone(
    "tagPlan[",
    "patterns[",
    syncDirectory(actor, { tagPlan }, { planOf: row.name, basedOn, subject }),
  );
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
  await requireWrite(actor, wholeDirectory);
  if (file.tenants.length > mostImported) {
    throw new AppError(
      "too_large",
      `tenants: at most ${mostImported} fit in one import, these are ${file.tenants.length}.`,
    );
  }
  return syncDirectory(actor, file, { dryRun });
}
