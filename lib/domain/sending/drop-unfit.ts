import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { changedSince, planDigest } from "@/lib/domain/purges/plan-digest";
import { type AskedPurge, resolveAgain } from "@/lib/domain/purges/resolve-again";
import type { Transaction } from "@/lib/platform/database";
import type { SelectorKind } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";
import { transition } from "./transition";

type Asked = Pick<AskedPurge, "method" | "targets" | "environment">;

interface Approved extends Asked {
  id: string;
  tenant_id: string | null;
  kind: SelectorKind;
  attempt_count: number;
  ticket: string | null;
  digest: string;
  policy_version: number;
  /** Why it is void by what the rows say; null: they say nothing against it. */
  why: string | null;
}

/** What ends a purge whose approval is void. One that was called before may have been carried out: that is no cancelling. */
function endOf({ attempt_count: attempts }: Approved, why: string) {
  if (attempts === 0)
    return {
      to: "cancelled" as const,
      cause: `The approval is void: ${why} before it was sent.`,
      summary: `An approved purge was not sent: ${why}`,
    };
  const calls = attempts === 1 ? "The call before" : `The ${attempts} calls before`;
  return {
    to: "failed" as const,
    cause: `The approval is void: ${why} before it was tried again. ${calls} may have been carried out.`,
    summary: `An approved purge was not tried again: ${why}`,
  };
}

/** What the plan's digest says: it is made anew, and is the one that was approved, or the purge is another one. */
async function whatChanged(tx: Transaction, purge: Approved): Promise<string | null> {
  const { tenant_id: tenantId, kind: selectorKind, digest, ...asked } = purge;
  const again = await resolveAgain({ tenantId, selectorKind, ...asked }, tx);
  if ("why" in again) return `what was approved cannot be purged any more (${again.why})`;
  const { refusal } = again.plan.resolved;
  if (refusal !== null) return `what was approved may not be purged any more (${refusal.message})`;
  const changed = changedSince(digest, planDigest(again.plan, purge.method));
  return changed.length === 0 ? null : `${changed.join(" and ")} changed`;
}

/**
 * Ends purges that were approved and may not be sent any more: who asked or who approved has lost the role, the policy
 * has another version, the tenant, its zone or the zone's tag plan (which touches the zone) was changed since, or the
 * plan made anew has another digest than the one that was approved. Of other tenants only what the digest tells
 * counts: their names and pages are no part of what is sent. It is seen by the same transaction that takes the purge. An
 * approval is asked about at the moment of each sending, retries too, not only when it is given (docs/decisions/0026).
 *
 * @param ids those of the purges that are about to be sent which somebody approved
 * @returns how many were ended
 */
export async function dropUnfit(tx: Transaction, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const approved = await tx.$queryRaw<Approved[]>`
    SELECT p.id, p.tenant_id, p.attempt_count, p.method, p.selector_kind AS kind, p.targets, p.environment, p.ticket,
      a.digest, a.policy_version, CASE
        WHEN a.policy_version <> v.version THEN 'the policy was changed'
        WHEN asker.id IS NULL OR asker.disabled_at IS NOT NULL OR NOT jsonb_exists(may.roles, asker.role::text)
          THEN 'who asked for it may not any more'
        WHEN approver.id IS NULL OR approver.disabled_at IS NOT NULL OR NOT jsonb_exists(may.roles, approver.role::text)
          THEN 'who approved it may not any more'
        WHEN t.removed_at IS NOT NULL OR t.updated_at > a.decided_at THEN 'the tenant was changed'
        WHEN z.updated_at > a.decided_at THEN 'the zone or its tag plan was changed'
      END AS why
    FROM approval a
    JOIN purge p ON p.id = a.purge_id AND p.status = 'queued'
    JOIN zone z ON z.id = p.zone_id
    LEFT JOIN tenant t ON t.id = p.tenant_id
    LEFT JOIN person asker ON asker.id = a.requested_by_id
    LEFT JOIN person approver ON approver.id = a.decided_by_id
    CROSS JOIN LATERAL (SELECT version, policy FROM purge_policy_version ORDER BY version DESC LIMIT 1) v
    CROSS JOIN LATERAL (SELECT v.policy -> 'tiers' -> p.tier -> 'roles' AS roles) may
    WHERE a.purge_id = ANY(${ids}::uuid[]) AND a.state = 'approved'`;
  let ended = 0;
  for (const one of approved) {
    const why = one.why ?? (await whatChanged(tx, one));
    if (why === null) continue;
    if (await end(tx, one, why)) ended += 1;
  }
  return ended;
}

async function end(tx: Transaction, one: Approved, why: string): Promise<boolean> {
  const { id, tenant_id, digest, policy_version: policyVersion, ticket } = one;
  const { to, cause, summary } = endOf(one, why);
  const moved = await transition(tx, {
    from: "queued",
    to,
    where: Prisma.sql`id = ${id}::uuid`,
    cause,
    set: Prisma.sql`finished_at = clock_timestamp(), result_message = ${cause}`,
  });
  if (moved.length === 0) return false;
  await tx.approval.update({ where: { purgeId: id }, data: { state: "voided" } });
  await writeEntry(tx, consoleActor, {
    action: "approval.void",
    subject: { kind: "purge", id },
    tenantId: tenant_id,
    summary,
    details: { digest, policyVersion },
    ticket,
  });
  return true;
}
