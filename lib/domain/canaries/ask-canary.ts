import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import type { Canary } from "@/lib/schemas/canaries";
import { readSavedCanary } from "./read-canaries";

/**
 * Has a zone's canary run now, whichever process does it. While one is under way nothing more is asked for, and
 * the answer shows that one.
 *
 * @throws AppError not_allowed, not_found for a zone that has no canary
 */
export async function askCanary(actor: Actor, zoneId: string): Promise<Canary> {
  const subject = { kind: "zone", id: zoneId };
  await authorize(actor, "canary.run", {
    action: "canary.start",
    subject,
    summary: `${actor.name} was refused to run a canary`,
  });
  const { zone, tenant } = await readSavedCanary(zoneId);
  await db().$transaction(async (tx) => {
    const askedAt = now();
    const id = newId(askedAt);
    const { count } = await tx.canaryRun.createMany({
      data: { id, zoneId, askedBy: actor.name, askedAt },
      skipDuplicates: true,
    });
    if (count === 0) return;
    await writeEntry(tx, actor, {
      action: "canary.start",
      subject: { kind: "canary_run", id },
      tenantId: tenant.id,
      summary: `${actor.name} had the canary of ${zone.name} run`,
    });
  });
  return readSavedCanary(zoneId);
}
