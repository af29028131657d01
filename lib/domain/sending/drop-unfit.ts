import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import type { Transaction } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";
import { transition } from "./transition";

interface Unfit {
  id: string;
  tenant_id: string | null;
  attempt_count: number;
  why: string;
}

/** What ends a purge whose approval is void. One that was called before may have been carried out: that is no cancelling. */
function endOf({ attempt_count: attempts, why }: Unfit) {
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

/**
 * Takes purges out of a lane that were approved and may not be sent any more: who asked or who approved has lost
 * the role, the policy has another version, or the tenant, its zone, the zone's tag plan (which touches the zone) or
 * another tenant of it was changed since. That is more than what a digest tells apart, and seen by the same
 * transaction that takes the purge. An approval is asked about
 * at the moment of each sending, retries too, not only when it is given (docs/decisions/0026).
 *
 * @returns how many were taken out
 */
export async function dropUnfit(tx: Transaction, lane: string): Promise<number> {
  const unfit = await tx.$queryRaw<Unfit[]>`
    SELECT * FROM (
      SELECT p.id, p.tenant_id, p.attempt_count, CASE
        WHEN a.policy_version <> v.version THEN 'the policy was changed'
        WHEN asker.id IS NULL OR asker.disabled_at IS NOT NULL OR NOT jsonb_exists(may.roles, asker.role::text)
          THEN 'who asked for it may not any more'
        WHEN approver.id IS NULL OR approver.disabled_at IS NOT NULL OR NOT jsonb_exists(may.roles, approver.role::text)
          THEN 'who approved it may not any more'
        WHEN t.removed_at IS NOT NULL OR t.updated_at > a.decided_at THEN 'the tenant was changed'
        WHEN z.updated_at > a.decided_at THEN 'the zone or its tag plan was changed'
        WHEN EXISTS (SELECT 1 FROM tenant other
            WHERE other.zone_id = p.zone_id AND other.updated_at > a.decided_at)
          THEN 'another tenant of the zone was changed'
      END AS why
      FROM approval a
      JOIN purge p ON p.id = a.purge_id AND p.status = 'queued' AND p.lane = ${lane}
      JOIN zone z ON z.id = p.zone_id
      LEFT JOIN tenant t ON t.id = p.tenant_id
      LEFT JOIN person asker ON asker.id = a.requested_by_id
      LEFT JOIN person approver ON approver.id = a.decided_by_id
      CROSS JOIN LATERAL (SELECT version, policy FROM purge_policy_version ORDER BY version DESC LIMIT 1) v
      CROSS JOIN LATERAL (SELECT v.policy -> 'tiers' -> p.tier -> 'roles' AS roles) may
      WHERE a.state = 'approved') judged
    WHERE why IS NOT NULL`;
  for (const one of unfit) {
    const { id, tenant_id } = one;
    const { to, cause, summary } = endOf(one);
    const moved = await transition(tx, {
      from: "queued",
      to,
      where: Prisma.sql`id = ${id}::uuid`,
      cause,
      set: Prisma.sql`finished_at = clock_timestamp(), result_message = ${cause}`,
    });
    if (moved.length === 0) continue;
    await tx.approval.update({ where: { purgeId: id }, data: { state: "voided" } });
    await writeEntry(tx, consoleActor, {
      action: "approval.void",
      subject: { kind: "purge", id },
      tenantId: tenant_id,
      summary,
    });
  }
  return unfit.length;
}
