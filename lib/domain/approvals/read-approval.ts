import { authorize } from "@/lib/audit/authorize";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { previewOf } from "@/lib/domain/purges/plan-purge";
import { readPurgesById } from "@/lib/domain/purges/purge-row";
import { requestOf, resolveAgain } from "@/lib/domain/purges/resolve-again";
import { now } from "@/lib/platform/clock";
import type { Actor } from "@/lib/schemas/actor";
import type { Approval, ApprovalDetail } from "@/lib/schemas/approvals";
import { AppError } from "@/lib/schemas/errors";
import type { PurgePolicy, RiskTierId } from "@/lib/schemas/purge-policy";
import type { Purge } from "@/lib/schemas/purges";
import { changedSinceAsked, whyNotDecide } from "./judge-approval";
import { type ApprovalRow, loadApproval } from "./load-approval";

/** Approvals as the API answers them. One whose time is over counts as expired before the console says so. */
export async function toApprovals(
  actor: Actor,
  policy: PurgePolicy,
  rows: readonly ApprovalRow[],
): Promise<Approval[]> {
  const purges = await readPurgesById(rows.map(({ purgeId }) => purgeId));
  return rows.flatMap((row) => {
    const purge = purges.get(row.purgeId);
    return purge === undefined ? [] : [toApproval(actor, policy, row, purge)];
  });
}

function toApproval(actor: Actor, policy: PurgePolicy, row: ApprovalRow, purge: Purge): Approval {
  const { decidedAt, decidedBy, reason } = row;
  const isOver = row.state === "pending" && row.expiresAt <= now();
  return {
    purge,
    state: isOver ? "expired" : row.state,
    requestedBy: purge.actor.name,
    expiresAt: row.expiresAt.toISOString(),
    whoCan: policy.tiers[purge.tier as RiskTierId].roles,
    whyNot: whyNotDecide(actor, policy, row),
    decision:
      decidedAt === null
        ? null
        : { at: decidedAt.toISOString(), by: decidedBy ?? "unknown", reason },
  };
}

/** An approval with its preview, for callers that have checked the permission. */
export async function readDetail(actor: Actor, row: ApprovalRow): Promise<ApprovalDetail> {
  const { policy } = await loadPolicy();
  const [answer] = await toApprovals(actor, policy, [row]);
  if (answer === undefined) throw new AppError("not_found", "The purge was removed meanwhile.");
  if (answer.state !== "pending") return { ...answer, plan: null, noPlan: null, changed: [] };
  const again = await resolveAgain(row.purge);
  return {
    ...answer,
    plan:
      "plan" in again
        ? await previewOf(actor, requestOf(row.purge), again.plan, row.purgeId)
        : null,
    noPlan: "why" in again ? again.why : null,
    changed: await changedSinceAsked(row, again),
  };
}

/**
 * What waits for a second person, with the preview of what would be sent now.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readApproval(actor: Actor, purgeId: string): Promise<ApprovalDetail> {
  await authorize(actor, "approval.read", {
    action: "access.refuse",
    subject: { kind: "purge", id: purgeId },
    summary: `${actor.name} was refused an approval`,
  });
  return readDetail(actor, await loadApproval(purgeId));
}
