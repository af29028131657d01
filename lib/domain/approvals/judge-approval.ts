import { changedSince, planDigest } from "@/lib/domain/purges/plan-digest";
import { roleRefusal } from "@/lib/domain/purges/policy-rules";
import type { resolveAgain } from "@/lib/domain/purges/resolve-again";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { mayUnder } from "@/lib/schemas/policies";
import type { PurgePolicy, RiskTierId } from "@/lib/schemas/purge-policy";
import type { ApprovalRow } from "./load-approval";

/** Why somebody may not decide; null: they may. Never one's own: a person is who they are in every session. */
export function whyNotDecide(
  actor: Actor,
  policy: PurgePolicy,
  { requestedById, purge }: ApprovalRow,
): string | null {
  if (requestedById === actor.id) return "You asked for it: somebody else has to decide.";
  return roleRefusal(actor, policy, purge.tier as RiskTierId)?.message ?? null;
}

/**
 * What has changed since an approval was asked for, in words: the targets, the tenant, the policy, the role of
 * whoever asked. Empty: it is what it was.
 */
export async function changedSinceAsked(
  approval: ApprovalRow,
  again: Awaited<ReturnType<typeof resolveAgain>>,
): Promise<string[]> {
  if ("why" in again) return [again.why];
  const { plan } = again;
  const changed = changedSince(approval.digest, planDigest(plan, approval.purge.method));
  const { refusal, tier } = plan.resolved;
  if (refusal !== null) changed.push(refusal.message);
  const asker = await db().person.findUnique({ where: { id: approval.requestedById } });
  const role = asker?.disabledAt === null ? asker.role : null;
  const may = role !== null && mayUnder(plan.policy, tier, role);
  return may ? changed : [...changed, `${approval.purge.actorName} may not ask for it any more`];
}
