import { type AuditActor, writeEntry } from "@/lib/audit/write-entry";
import type { AuditAction } from "@/lib/schemas/audit-actions";
import { scopeInWords } from "@/lib/domain/purges/scope-in-words";
import { transition } from "@/lib/domain/sending/transition";
import type { Transaction } from "@/lib/platform/database";
import { now } from "@/lib/platform/clock";
import { Prisma } from "@/prisma/generated/client";
import type { ApprovalRow } from "./load-approval";

type End = "denied" | "expired" | "voided";

const actions: Record<End, AuditAction> = {
  denied: "approval.deny",
  expired: "approval.expire",
  voided: "approval.void",
};

/**
 * Ends what waits for a second person without a yes: the purge is cancelled, with its audit entry. For callers
 * that hold the approval's row.
 *
 * @param why in words, for the receipt
 */
export async function endApproval(
  tx: Transaction,
  actor: AuditActor,
  { purgeId, purge, digest, policyVersion }: ApprovalRow,
  { state, why, reason }: { state: End; why: string; reason: string | null },
): Promise<void> {
  await tx.approval.update({
    where: { purgeId },
    data: {
      state,
      decidedAt: now(),
      decidedById: actor.kind === "person" ? actor.id : null,
      decidedBy: actor.name,
      reason: reason ?? why,
    },
  });
  await transition(tx, {
    from: "awaiting_approval",
    to: "cancelled",
    where: Prisma.sql`id = ${purgeId}::uuid`,
    cause: why,
    set: Prisma.sql`finished_at = clock_timestamp(), result_message = ${why}`,
  });
  await writeEntry(tx, actor, {
    action: actions[state],
    subject: { kind: "purge", id: purgeId },
    tenantId: purge.tenantId,
    summary: `${scopeInWords(purge)}, asked for by ${purge.actorName}: ${why}`,
    details: { digest, policyVersion },
    reason,
    ticket: purge.ticket,
  });
}
