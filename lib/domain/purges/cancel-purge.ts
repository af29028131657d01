import { refuse } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { transition } from "@/lib/domain/sending/transition";
import { now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { RiskTierId } from "@/lib/schemas/purge-policy";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { Prisma } from "@/prisma/generated/client";
import { noSuchPurge } from "./no-such-purge";
import { roleRefusal } from "./policy-rules";
import { readPurgeDetail } from "./read-purge";
import { scopeInWords } from "./scope-in-words";

const cancellable = ["awaiting_approval", "scheduled", "queued"] as const;

/**
 * The purge, if the actor may purge what it purges.
 *
 * @throws AppError not_found, or not_allowed, which is recorded
 */
export async function requireOwnTier(
  actor: Actor,
  purgeId: string,
  action: "purge.cancel" | "purge.retry",
) {
  const purge = await db().purge.findUnique({
    where: { id: purgeId },
    include: { zone: { select: { name: true } } },
  });
  if (purge === null) throw await noSuchPurge(purgeId);
  const { policy } = await loadPolicy();
  const refused = roleRefusal(actor, policy, purge.tier as RiskTierId);
  if (refused !== null) {
    const subject = { kind: "purge", id: purgeId };
    const summary = `${actor.name} was refused to ${action === "purge.cancel" ? "cancel" : "send again"} a purge`;
    const { tenantId } = purge;
    await refuse(actor, { action, subject, tenantId, summary }, refused);
  }
  return purge;
}

async function cancel(tx: Transaction, actor: Actor, purgeId: string, reason: string | null) {
  const cause = `Cancelled by ${actor.name}${reason === null ? "." : `: ${reason}`}`;
  for (const from of cancellable) {
    const [cancelled] = await transition(tx, {
      from,
      to: "cancelled",
      where: Prisma.sql`id = ${purgeId}::uuid AND attempt_count = 0`,
      cause,
      set: Prisma.sql`finished_at = clock_timestamp(), result_message = ${cause}`,
    });
    if (cancelled !== undefined) return cancelled;
  }
  throw new AppError(
    "conflict",
    "It is too late to cancel this purge: it was sent already, and a purge cannot be undone.",
  );
}

/**
 * Cancels a purge that was not sent yet. Of a cancellation and a sender that come at the same moment one
 * wins, and the other changes nothing.
 *
 * @throws AppError not_found, not_allowed, conflict once it was sent or has ended
 */
export async function cancelPurge(
  actor: Actor,
  purgeId: string,
  reason: string | null,
): Promise<PurgeDetail> {
  const purge = await requireOwnTier(actor, purgeId, "purge.cancel");
  await db().$transaction(async (tx) => {
    await cancel(tx, actor, purgeId, reason);
    await tx.approval.updateMany({
      where: { purgeId, state: "pending" },
      data: {
        state: "cancelled",
        decidedAt: now(),
        decidedById: actor.id,
        decidedBy: actor.name,
        reason,
      },
    });
    await writeEntry(tx, actor, {
      action: "purge.cancel",
      subject: { kind: "purge", id: purgeId },
      tenantId: purge.tenantId,
      summary: `${actor.name} cancelled a purge of ${scopeInWords(purge)} before it was sent`,
      reason,
      ticket: purge.ticket,
    });
  });
  return readPurgeDetail(purgeId);
}
