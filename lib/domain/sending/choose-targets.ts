import type { Transaction } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";
import { targetKey } from "./lanes";

/** What one call is to name, put together purge by purge. */
interface Choice {
  targets: Set<string>;
  /** Keys of the purges looked at, so that the next look passes over those that are covered. */
  keys: Set<string>;
  most: number;
}

interface Waiting {
  fair_key: string;
  targets: string[];
}

/** @returns whether anything was added */
function add(choice: Choice, waiting: Waiting[]): boolean {
  let added = false;
  for (const { targets } of waiting) {
    const fresh = targets.filter((target) => !choice.targets.has(target));
    // One that is larger than any call may be goes alone; Cloudflare's answer will say so.
    const fits = choice.targets.size + fresh.length <= choice.most || choice.targets.size === 0;
    const key = targetKey(targets);
    if (!fits || (fresh.length === 0 && choice.keys.has(key))) continue;
    fresh.forEach((target) => choice.targets.add(target));
    choice.keys.add(key);
    added = true;
  }
  return added;
}

/** People's purges in the order in which they came. */
async function peoples(tx: Transaction, lane: string, choice: Choice): Promise<Waiting[]> {
  return tx.$queryRaw<Waiting[]>`
    SELECT fair_key, targets FROM purge
    WHERE status = 'queued' AND priority = 0 AND lane = ${lane} AND target_key <> ALL(${[...choice.keys]})
    ORDER BY requested_at, id LIMIT ${choice.most}`;
}

interface WaitingJob extends Waiting {
  /** How many tenants were looked at. */
  tenants: number;
}

/**
 * The oldest purges of tenants that wait in a lane, as many of each: of the tenants in their order, from the
 * one after `after`; behind the last tenant the first one follows.
 */
async function jobs(
  tx: Transaction,
  lane: string,
  after: string,
  choice: Choice,
): Promise<WaitingJob[]> {
  const left = choice.most - choice.targets.size;
  const waits = Prisma.sql`p.status = 'queued' AND p.priority = 1 AND p.lane = ${lane}`;
  return tx.$queryRaw<WaitingJob[]>`
    WITH RECURSIVE turn (round, fair_key) AS (
      SELECT 0, ${after}
      UNION ALL
      SELECT next.round, next.fair_key FROM turn CROSS JOIN LATERAL (
        SELECT round, fair_key FROM (
          (SELECT turn.round AS round, p.fair_key FROM purge p
            WHERE ${waits} AND p.fair_key > turn.fair_key ORDER BY p.fair_key LIMIT 1)
          UNION ALL
          (SELECT 1, p.fair_key FROM purge p
            WHERE ${waits} AND turn.round = 0 ORDER BY p.fair_key LIMIT 1)) found
        LIMIT 1) next
      WHERE next.round = 0 OR next.fair_key <= ${after}),
    chosen AS (SELECT round, fair_key, count(*) OVER () AS tenants
      FROM (SELECT round, fair_key FROM turn OFFSET 1 LIMIT ${left}) next)
    SELECT chosen.fair_key, chosen.tenants::int AS tenants, oldest.targets
    FROM chosen CROSS JOIN LATERAL (
      SELECT p.targets FROM purge p
      WHERE ${waits} AND p.fair_key = chosen.fair_key AND p.target_key <> ALL(${[...choice.keys]})
      ORDER BY p.requested_at, p.id LIMIT ceil(${left}::float8 / chosen.tenants)::int) oldest
    ORDER BY chosen.round, chosen.fair_key`;
}

/** Whether a look at `left` places saw all that waits: every tenant, and of none as much as it might have had. */
function sawAll(waiting: WaitingJob[], left: number): boolean {
  const tenants = waiting[0]?.tenants ?? 0;
  const counts = new Map<string, number>();
  for (const { fair_key } of waiting) counts.set(fair_key, (counts.get(fair_key) ?? 0) + 1);
  const share = Math.ceil(left / tenants);
  return tenants < left && [...counts.values()].every((count) => count < share);
}

/**
 * Chooses what the next call of a lane names: people's purges first, then one tenant after the other, each
 * as much as the others, going on behind the tenant that came last. So a tenant with ten thousand purges
 * holds nobody up, and equal targets are named once however often they were asked for.
 *
 * @param lane.forPerson whether people's purges wait in it
 * @param after the tenant that came last in the call before
 * @returns the targets, at most `mostTargets` (more only when a single purge has more), and the tenant that
 *   came last
 */
export async function chooseTargets(
  tx: Transaction,
  { lane, forPerson, mostTargets: most }: { lane: string; forPerson: boolean; mostTargets: number },
  after: string,
): Promise<{ targets: string[]; last: string }> {
  const choice: Choice = { targets: new Set(), keys: new Set(), most };
  while (forPerson && choice.targets.size < most) {
    const waiting = await peoples(tx, lane, choice);
    if (!add(choice, waiting) || waiting.length < most) break;
  }
  let last = after;
  while (choice.targets.size < most) {
    const left = most - choice.targets.size;
    const waiting = await jobs(tx, lane, last, choice);
    if (!add(choice, waiting)) break;
    last = waiting.at(-1)?.fair_key ?? last;
    if (sawAll(waiting, left)) break;
  }
  return { targets: [...choice.targets], last };
}
