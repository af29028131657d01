import { db, type Transaction } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";
import { type AllowanceKey, takeRetry } from "./allowance";
import { transition } from "./transition";

/** Any constant: the key of the advisory lock under which one process at a time releases. */
const releaseLock = 7_285_343;

/** So many calls of each allowance are released at once, at most. */
const mostRetries = 50;

const due = Prisma.sql`not_before <= clock_timestamp()`;

/** The longest that a purge waits for its before-probes, beyond its grace period, in seconds. */
const holdSeconds = 5;

/** A purge that is to be proven waits until its page is recorded as it was, but not for long. */
const notHeld = Prisma.sql`NOT EXISTS (SELECT 1 FROM proof f
  WHERE f.purge_id = purge.id AND f.state = 'before'
    AND purge.not_before + ${holdSeconds} * interval '1 second' > clock_timestamp())`;

interface RetryRow {
  call_id: string;
  account_id: string;
  plan: string;
  kind: AllowanceKey["kind"];
}

/**
 * What failed together is tried together: one retry of the quota for all purges of a call. Each allowance has
 * its own line, people's calls first, so that one whose quota is used up holds no other up.
 */
async function releaseRetries(tx: Transaction): Promise<void> {
  const calls = await tx.$queryRaw<RetryRow[]>`
    SELECT call_id, account_id, plan, kind FROM (
      SELECT c.id AS call_id, c.account_id, c.plan::text AS plan,
        CASE WHEN c.kind = 'files' THEN 'files' ELSE 'requests' END AS kind, d.priority, d.since,
        row_number() OVER (PARTITION BY c.account_id, c.plan, c.kind = 'files'
          ORDER BY d.priority, d.since) AS place
      FROM (SELECT call_id, min(priority) AS priority, min(not_before) AS since FROM purge
        WHERE status = 'scheduled' AND attempt_count > 0 AND ${due} GROUP BY call_id) d
      JOIN purge_call c ON c.id = d.call_id) waiting
    WHERE place <= ${mostRetries} ORDER BY priority, since`;
  const spent = new Set<string>();
  for (const { call_id, account_id, plan, kind } of calls) {
    const allowance = `${account_id}/${plan}/${kind}`;
    if (spent.has(allowance)) continue;
    if (!(await takeRetry(tx, { accountId: account_id, plan, kind }))) {
      spent.add(allowance);
      continue;
    }
    await transition(tx, {
      from: "scheduled",
      to: "queued",
      where: Prisma.sql`call_id = ${call_id}::uuid AND attempt_count > 0 AND ${due}`,
      cause: "Time for the next try.",
    });
  }
}

/** In how many milliseconds the next scheduled purge is due, 0 when one is; null: none is scheduled. */
async function nextDue(
  tx: Pick<Transaction, "$queryRaw">,
  after: Prisma.Sql,
): Promise<number | null> {
  const [next] = await tx.$queryRaw<{ wait: number | null }[]>`
    SELECT EXTRACT(EPOCH FROM min(not_before) - clock_timestamp())::float8 * 1000 AS wait
    FROM purge WHERE status = 'scheduled' ${after}`;
  const wait = next?.wait ?? null;
  return wait === null ? null : Math.max(0, Math.ceil(wait));
}

/**
 * Releases scheduled purges whose time has come to the queue: a person's after the grace period, and
 * retries as far as the quota goes. Asks first, since nearly always none is due.
 *
 * @returns in how many milliseconds the next is due; null: none is scheduled
 */
export async function releaseScheduled(): Promise<number | null> {
  const waitMs = await nextDue(db(), Prisma.empty);
  if (waitMs === null || waitMs > 0) return waitMs;
  return db().$transaction(
    async (tx) => {
      const [lock] = await tx.$queryRaw<{ held: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${releaseLock}) AS held`;
      if (lock?.held === true) {
        await transition(tx, {
          from: "scheduled",
          to: "queued",
          where: Prisma.sql`attempt_count = 0 AND ${due} AND ${notHeld}`,
          cause: "The grace period is over.",
        });
        await releaseRetries(tx);
      }
      const next = await nextDue(tx, Prisma.sql`AND not_before > clock_timestamp()`);
      return next === null ? null : Math.max(1, next);
    },
    { timeout: 30_000, maxWait: 10_000 },
  );
}
