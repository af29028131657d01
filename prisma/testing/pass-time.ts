import { consoleActor } from "@/lib/audit/write-entry";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { savePolicy } from "@/lib/domain/policies/save-policy";
import { db } from "@/lib/platform/database";

/**
 * Lets time pass for the queue, which goes by the database's clock: every moment that it waits for, or
 * counts from, moves back by so many milliseconds. Not in one transaction: a sender that is at work takes
 * its locks in another order.
 */
export async function passTime(ms: number): Promise<void> {
  const by = `${ms} milliseconds`;
  await db().$executeRaw`
    UPDATE purge SET not_before = not_before - ${by}::interval WHERE status = 'scheduled'`;
  await db().$executeRaw`
    UPDATE purge_call SET leased_until = leased_until - ${by}::interval,
      started_at = started_at - ${by}::interval WHERE finished_at IS NULL`;
  await db().$executeRaw`
    UPDATE allowance SET refilled_at = refilled_at - ${by}::interval,
      paused_until = paused_until - ${by}::interval, open_until = open_until - ${by}::interval,
      retry_refilled_at = retry_refilled_at - ${by}::interval,
      limited_at = limited_at - ${by}::interval`;
}

/** Sends people's purges at once: most tests are not about the grace period. */
export async function withoutGrace(): Promise<void> {
  await db().$transaction(async (tx) => {
    const { policy } = await loadPolicy(tx);
    const rules = Object.entries(policy.tiers).map(([id, rule]) => [
      id,
      { ...rule, graceSeconds: 0, prove: false },
    ]);
    const tiers = Object.fromEntries(rules) as typeof policy.tiers;
    await savePolicy(tx, consoleActor, { ...policy, tiers }, null);
  });
}
