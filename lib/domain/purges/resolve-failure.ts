import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { noSuchPurge } from "./no-such-purge";
import { readPurgeDetail } from "./read-purge";

/**
 * Closes a failed purge with a reason, so that it no longer waits for a person.
 *
 * @throws AppError not_allowed, not_found, conflict when it has not failed or is closed already
 */
export async function resolveFailure(
  actor: Actor,
  purgeId: string,
  reason: string,
): Promise<PurgeDetail> {
  await authorize(actor, "purge.resolve", {
    action: "purge.resolve",
    subject: { kind: "purge", id: purgeId },
    summary: `${actor.name} was refused to close a failed purge`,
  });
  await db().$transaction(async (tx) => {
    const closed = await tx.purge.updateManyAndReturn({
      where: { id: purgeId, status: "failed", resolvedAt: null },
      data: { resolvedAt: now(), resolvedBy: actor.name, resolution: reason },
      select: { tenantId: true },
    });
    const [purge] = closed;
    if (purge === undefined) {
      const there = await tx.purge.count({ where: { id: purgeId } });
      if (there === 0) throw await noSuchPurge(purgeId, tx);
      throw new AppError("conflict", "Only a failed purge that is still open can be closed.");
    }
    await writeEntry(tx, actor, {
      action: "purge.resolve",
      subject: { kind: "purge", id: purgeId },
      tenantId: purge.tenantId,
      summary: `${actor.name} closed a failed purge`,
      reason,
    });
  });
  return readPurgeDetail(purgeId);
}
