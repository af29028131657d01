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

/** The tenants that wait in a lane, in their order, from the one after `after`. */
async function tenantsAfter(tx: Transaction, lane: string, after: string, most: number) {
  const rows = await tx.$queryRaw<{ fair_key: string }[]>`
    WITH RECURSIVE turn (fair_key) AS (
      (SELECT fair_key FROM purge
        WHERE status = 'queued' AND priority = 1 AND lane = ${lane} AND fair_key > ${after}
        ORDER BY fair_key LIMIT 1)
      UNION ALL
      SELECT (SELECT p.fair_key FROM purge p
        WHERE p.status = 'queued' AND p.priority = 1 AND p.lane = ${lane} AND p.fair_key > turn.fair_key
        ORDER BY p.fair_key LIMIT 1)
      FROM turn WHERE turn.fair_key IS NOT NULL)
    SELECT fair_key FROM turn WHERE fair_key IS NOT NULL LIMIT ${most}`;
  return rows.map(({ fair_key }) => fair_key);
}

/** The oldest purges of each of these tenants, as many of each. */
async function oldestOfEach(
  tx: Transaction,
  lane: string,
  tenants: string[],
  choice: Choice,
): Promise<Waiting[]> {
  const each = Math.ceil((choice.most - choice.targets.size) / tenants.length);
  return tx.$queryRaw<Waiting[]>`
    SELECT turn.fair_key, oldest.targets
    FROM unnest(${tenants}::text[]) WITH ORDINALITY AS turn (fair_key, place)
    CROSS JOIN LATERAL (
      SELECT targets FROM purge
      WHERE status = 'queued' AND priority = 1 AND lane = ${lane} AND fair_key = turn.fair_key
        AND target_key <> ALL(${[...choice.keys]})
      ORDER BY requested_at, id LIMIT ${each}) oldest
    ORDER BY turn.place`;
}

/**
 * Chooses what the next call of a lane names: people's purges first, then one tenant after the other, each
 * as much as the others, going on behind the tenant that came last. So a tenant with ten thousand purges
 * holds nobody up, and equal targets are named once however often they were asked for.
 *
 * @param after the tenant that came last in the call before
 * @returns the targets, at most `most` (more only when a single purge has more), and the tenant that came last
 */
export async function chooseTargets(
  tx: Transaction,
  lane: string,
  most: number,
  after: string,
): Promise<{ targets: string[]; last: string }> {
  const choice: Choice = { targets: new Set(), keys: new Set(), most };
  while (choice.targets.size < most) {
    const waiting = await peoples(tx, lane, choice);
    if (!add(choice, waiting) || waiting.length < most) break;
  }
  let last = after;
  while (choice.targets.size < most) {
    const left = most - choice.targets.size;
    const behind = await tenantsAfter(tx, lane, last, left);
    const around =
      behind.length < left ? await tenantsAfter(tx, lane, "", left - behind.length) : [];
    const tenants = [...new Set([...behind, ...around])];
    if (tenants.length === 0) break;
    if (!add(choice, await oldestOfEach(tx, lane, tenants, choice))) break;
    last = tenants.at(-1) ?? last;
  }
  return { targets: [...choice.targets], last };
}
