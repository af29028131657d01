import { authorize, refuse } from "@/lib/audit/authorize";
import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { signInRefusal } from "@/lib/domain/policies/recent-sign-in";
import { resolveAgain } from "@/lib/domain/purges/resolve-again";
import { scopeInWords } from "@/lib/domain/purges/scope-in-words";
import { transition } from "@/lib/domain/sending/transition";
import { db, type Transaction } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { ApprovalDetail, DecisionRequest } from "@/lib/schemas/approvals";
import { AppError } from "@/lib/schemas/errors";
import type { RiskTierId } from "@/lib/schemas/purge-policy";
import { Prisma } from "@/prisma/generated/client";
import { endApproval } from "./end-approval";
import { changedSinceAsked, whyNotDecide } from "./judge-approval";
import { approvalInclude, type ApprovalRow, loadApproval } from "./load-approval";
import { readDetail } from "./read-approval";

const ended: Record<Exclude<ApprovalRow["state"], "pending">, string> = {
  approved: "approved it before",
  denied: "denied it: that is final",
  expired: "found it expired",
  voided: "voided it",
  cancelled: "took it back",
};

/** Holds the row until the transaction ends: of those who decide at once one comes first. */
async function hold(tx: Transaction, purgeId: string): Promise<ApprovalRow & { isOver: boolean }> {
  const [held] = await tx.$queryRaw<{ over: boolean }[]>`
    SELECT expires_at <= clock_timestamp() AS over FROM approval
    WHERE purge_id = ${purgeId}::uuid FOR UPDATE`;
  const row = await tx.approval.findUniqueOrThrow({ where: { purgeId }, include: approvalInclude });
  if (row.state !== "pending") {
    const { decidedBy, state } = row;
    throw new AppError("conflict", `${decidedBy ?? "Somebody"} ${ended[state]}.`);
  }
  return { ...row, isOver: held?.over === true };
}

async function release(
  tx: Transaction,
  actor: Actor,
  { purgeId, purge, digest, policyVersion }: ApprovalRow,
  reason: string,
): Promise<void> {
  const { policy } = await loadPolicy(tx);
  const { graceSeconds } = policy.tiers[purge.tier as RiskTierId];
  await tx.$executeRaw`
    UPDATE approval SET state = 'approved', decided_at = clock_timestamp(),
      decided_by_id = ${actor.id}::uuid, decided_by = ${actor.name}, reason = ${reason}
    WHERE purge_id = ${purgeId}::uuid`;
  await transition(tx, {
    from: "awaiting_approval",
    to: "scheduled",
    where: Prisma.sql`id = ${purgeId}::uuid`,
    cause: `Approved by ${actor.name}: ${reason}`,
    set: Prisma.sql`not_before = clock_timestamp() + ${graceSeconds} * interval '1 second'`,
  });
  await writeEntry(tx, actor, {
    action: "approval.approve",
    subject: { kind: "purge", id: purgeId },
    tenantId: purge.tenantId,
    summary: `${actor.name} approved ${scopeInWords(purge)}, asked for by ${purge.actorName}`,
    details: { digest, policyVersion },
    reason,
    ticket: purge.ticket,
  });
}

/** @returns why it was ended instead; null: it was decided as asked */
async function decide(
  tx: Transaction,
  actor: Actor,
  purgeId: string,
  { decision, reason, plan }: DecisionRequest,
  changed: readonly string[],
): Promise<string | null> {
  const approval = await hold(tx, purgeId);
  if (approval.isOver) {
    const why = "Nobody decided in time, so it was given up.";
    await endApproval(tx, consoleActor, approval, { state: "expired", why, reason: null });
    return why;
  }
  if (decision === "deny") {
    const why = `Denied by ${actor.name}: ${reason}`;
    await endApproval(tx, actor, approval, { state: "denied", why, reason });
    return null;
  }
  if (changed.length > 0) {
    const why = `Void, since it is not what was asked for any more: ${changed.join("; ")}.`;
    await endApproval(tx, consoleActor, approval, { state: "voided", why, reason: null });
    return why;
  }
  requireSeen(approval, plan);
  await release(tx, actor, approval, reason);
  return null;
}

/** What the approver saw has to be what was asked for. */
function requireSeen({ digest }: ApprovalRow, plan: string | undefined): void {
  const path = "plan";
  if (plan === undefined) {
    const message = "is required to approve: the digest of the preview that is approved";
    throw new AppError("invalid_input", `${path}: ${message}`, [{ path, message }]);
  }
  if (plan !== digest) {
    const message = "This is not the preview that was asked for. Look at it again.";
    throw new AppError("plan_changed", message);
  }
}

async function refuseUnlessFit(
  actor: Actor,
  approval: ApprovalRow,
  decision: DecisionRequest["decision"],
): Promise<void> {
  const { policy } = await loadPolicy();
  const why = whyNotDecide(actor, policy, approval);
  const { signInMinutes } = policy.tiers[approval.purge.tier as RiskTierId];
  const refused =
    why !== null
      ? { code: "not_allowed" as const, message: why }
      : // A no sends nothing.
        decision === "deny"
        ? null
        : await signInRefusal(actor, signInMinutes);
  if (refused === null) return;
  const attempt = {
    action: "approval.approve" as const,
    subject: { kind: "purge", id: approval.purgeId },
    tenantId: approval.purge.tenantId,
    summary: `${actor.name} was refused to decide on a purge that ${approval.purge.actorName} asked for`,
  };
  await refuse(actor, attempt, refused);
}

/**
 * A second person's yes or no to a purge, once. A no is final. With a yes it goes on to its grace period; when
 * anything has changed since it was asked for, it is voided instead. Nobody decides on their own.
 *
 * @throws AppError not_allowed, sign_in_again, not_found, invalid_input, plan_changed when the approver saw another preview,
 *   conflict when it is decided already, expired, or void
 */
export async function decideApproval(
  actor: Actor,
  purgeId: string,
  request: DecisionRequest,
): Promise<ApprovalDetail> {
  await authorize(actor, "approval.decide", {
    action: "approval.approve",
    subject: { kind: "purge", id: purgeId },
    summary: `${actor.name} was refused to decide on a purge`,
  });
  const approval = await loadApproval(purgeId);
  await refuseUnlessFit(actor, approval, request.decision);
  const changed = await changedSinceAsked(approval, await resolveAgain(approval.purge));
  const instead = await db().$transaction((tx) => decide(tx, actor, purgeId, request, changed), {
    timeout: 12_000,
    maxWait: 10_000,
  });
  if (instead !== null) throw new AppError("conflict", instead);
  return readDetail(actor, await loadApproval(purgeId));
}
