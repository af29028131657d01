import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { Watch } from "@/lib/schemas/watches";
import { readSavedWatch } from "./watch-row";

/**
 * Ends one's own watch: nothing is probed for it any more. Ending it again changes nothing.
 *
 * @throws AppError not_allowed, not_found, also for somebody else's watch
 */
export async function endWatch(actor: Actor, id: string): Promise<Watch> {
  await authorize(actor, "comparison.run", {
    action: "watch.end",
    subject: { kind: "watch", id },
    summary: `${actor.name} was refused to end a watch`,
  });
  const watch = await db().watch.findUnique({ where: { id }, select: { personId: true } });
  if (watch?.personId !== actor.id)
    throw new AppError("not_found", "You have no watch with this id.");
  await db().$transaction(async (tx) => {
    const { count } = await tx.watch.updateMany({
      where: { id, endedAt: null, endsAt: { gt: now() } },
      data: { endedAt: now() },
    });
    if (count === 0) return;
    await writeEntry(tx, actor, {
      action: "watch.end",
      subject: { kind: "watch", id },
      summary: `${actor.name} stopped watching`,
    });
  });
  return readSavedWatch(actor, id);
}
