import type { Transaction } from "@/lib/platform/database";
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

/**
 * The oldest purges of tenants that wait in a lane, as many of each: of the tenants in their order, from the
 * one after `after`.
 */
async function jobs(
  tx: Transaction,
  lane: string,
  after: string,
  choice: Choice,
): Promise<Waiting[]> {
  const left = choice.most - choice.targets.size;
  return tx.$queryRaw<Waiting[]>`
    WITH RECURSIVE turn (fair_key) AS (
      (SELECT fair_key FROM purge
        WHERE status = 'queued' AND priority = 1 AND lane = ${lane} AND fair_key > ${after}
        ORDER BY fair_key LIMIT 1)
      UNION ALL
      SELECT (SELECT p.fair_key FROM purge p
        WHERE p.status = 'queued' AND p.priority = 1 AND p.lane = ${lane} AND p.fair_key > turn.fair_key
        ORDER BY p.fair_key LIMIT 1)
      FROM turn WHERE turn.fair_key IS NOT NULL),
    chosen AS (SELECT fair_key, count(*) OVER () AS tenants
      FROM (SELECT fair_key FROM turn WHERE fair_key IS NOT NULL LIMIT ${left}) next)
    SELECT chosen.fair_key, oldest.targets FROM chosen CROSS JOIN LATERAL (
      SELECT targets FROM purge
      WHERE status = 'queued' AND priority = 1 AND lane = ${lane} AND fair_key = chosen.fair_key
        AND target_key <> ALL(${[...choice.keys]})
      ORDER BY requested_at, id LIMIT ceil(${left}::float8 / chosen.tenants)::int) oldest
    ORDER BY chosen.fair_key`;
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
    const waiting = await jobs(tx, lane, last, choice);
    // Behind the last tenant the first one follows.
    if (waiting.length === 0 && last === "") break;
    const added = add(choice, waiting);
    if (!added && last === "") break;
    last = added ? (waiting.at(-1)?.fair_key ?? "") : "";
  }
  return { targets: [...choice.targets], last };
}
