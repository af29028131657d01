import { hostname } from "node:os";
import { db, type Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { Prisma } from "@/prisma/generated/client";
import { settleAllowance } from "./allowance";
import { chooseTargets } from "./choose-targets";
import { dropUnfit } from "./drop-unfit";
import type { DueLane } from "./due-lanes";
import { targetKey } from "./lanes";
import { type MovedPurge, transition } from "./transition";

/**
 * How long a call may hold its purges, in seconds: longer than any call takes. A process that dies leaves
 * them for so long; then another takes them over.
 */
export const leaseSeconds = 15;
/** The most purges that one call carries: what is asked for oftener than that waits for the next. */
const mostPurges = 10_000;

/** The longest that one statement of a claim may take. */
const claimLimit = "8s";

/** What this process is called in the record of calls. */
export const senderName = `${hostname()} ${process.pid}`;

/** A call that is about to be made, with the purges that it carries. */
export interface ClaimedCall {
  id: string;
  lane: DueLane;
  /** Exactly what is sent: what the purges name, each once. */
  targets: string[];
  purges: MovedPurge[];
  /** Whether it carries only purges that were tried before. */
  isRetry: boolean;
  /** Whether it is the call with which a half-open breaker is tried. */
  isTry: boolean;
  /** performance.now() at which it was claimed. */
  claimedAt: number;
}

interface Covered {
  id: string;
  approved: boolean;
}

/**
 * Chooses the targets of a call and locks the purges that they cover. Locked first and moved then: in one statement
 * the planner may look for the locked rows anew for each row that it moves, and does so as long as its statistics
 * say that next to nothing waits, which is what they say before every burst.
 */
async function lockCovered(tx: Transaction, lane: DueLane, after: string) {
  const { targets, last } = await chooseTargets(tx, lane, after);
  const isEverything = targets.length === 0 && lane.kind === "everything";
  const keys = [...new Set((isEverything ? [""] : targets).map((target) => targetKey([target])))];
  if (keys.length === 0) return { covered: [], last };
  const covered = await tx.$queryRaw<Covered[]>`
    SELECT p.id, EXISTS (
      SELECT 1 FROM approval a WHERE a.purge_id = p.id AND a.state = 'approved') AS approved
    FROM unnest(${keys}::text[]) AS covered (key)
    JOIN purge p ON p.status = 'queued' AND p.lane = ${lane.lane} AND p.target_key = covered.key
      AND p.targets <@ ${targets}
    ORDER BY p.priority, p.requested_at LIMIT ${mostPurges} FOR UPDATE OF p SKIP LOCKED`;
  return { covered, last };
}

const approvedOf = (covered: readonly Covered[]) =>
  covered.filter(({ approved }) => approved).map(({ id }) => id);

/** The purges of the next call, and none that was approved and may not be sent any more. */
async function takeCovered(tx: Transaction, lane: DueLane, after: string, callId: string) {
  let { covered, last } = await lockCovered(tx, lane, after);
  // What takes the place of those that were dropped is looked at as well.
  while ((await dropUnfit(tx, approvedOf(covered))) > 0) {
    ({ covered, last } = await lockCovered(tx, lane, after));
  }
  if (covered.length === 0) return null;
  const purges = await transition(tx, {
    from: "queued",
    to: "sending",
    where: Prisma.sql`id = ANY(${covered.map(({ id }) => id)}::uuid[])`,
    cause: "Its turn: taken along by a call to Cloudflare.",
    set: Prisma.sql`call_id = ${callId}::uuid, attempt_count = attempt_count + 1`,
  });
  return { purges, last };
}

/** Puts the call, each purge's attempt and what the allowance gets back on record, in one statement. */
async function writeCall(tx: Transaction, call: ClaimedCall): Promise<void> {
  const { lane, targets, purges, isRetry } = call;
  const unused = lane.kind === "files" ? Math.max(0, lane.tokens - targets.length) : 0;
  await tx.$executeRaw`
    WITH call AS (INSERT INTO purge_call (id, account_id, plan, zone_id, environment, method, kind, targets,
      purge_count, sender, started_at, leased_until)
    VALUES (${call.id}::uuid, ${lane.allowance.accountId}, ${lane.allowance.plan}::"Plan", ${lane.zoneId},
      ${lane.environment}, ${lane.method}::"PurgeMethod", ${lane.kind}::"SelectorKind", ${targets},
      ${purges.length}, ${senderName}, clock_timestamp(),
      clock_timestamp() + ${leaseSeconds} * interval '1 second')),
    settled AS (${settleAllowance(lane.allowance, { unused, firstTry: !isRetry })})
    INSERT INTO attempt (purge_id, number, call_id)
    SELECT id, attempt_count, call_id FROM purge WHERE call_id = ${call.id}::uuid AND status = 'sending'`;
}

/**
 * Takes the purges that one call is to carry. The call and each purge's attempt are on record before
 * anything is sent.
 *
 * Invariants, kept here:
 * - A purge is carried by one call at a time: one process after the other looks at a lane (advisory lock),
 *   and a purge is taken only out of "queued" (SKIP LOCKED leaves alone who is being cancelled).
 * - A call covers a purge and starts after it was requested: only purges that are committed can be seen
 *   here, all of their targets are named, and the call is made after this transaction.
 * - Nothing is named that no purge asks for: what is sent is put together from the purges that were taken.
 *
 * @param after the tenant that came last in this lane
 * @returns null when the lane has nothing left
 */
export async function claimCall(
  lane: DueLane,
  isTry: boolean,
  after: string,
): Promise<{ call: ClaimedCall; last: string } | null> {
  const id = newId();
  return db().$transaction(
    async (tx) => {
      // What takes longer is broken off by the database itself: nothing goes on when nobody waits for it.
      await tx.$executeRaw`SELECT set_config('statement_timeout', ${claimLimit}, true)`;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lane.lane}, 0))`;
      const taken = await takeCovered(tx, lane, after, id);
      if (taken === null) return null;
      const { purges, last } = taken;
      const call: ClaimedCall = {
        id,
        lane,
        targets: [...new Set(purges.flatMap((purge) => purge.targets))],
        purges,
        isRetry: purges.every(({ attemptCount }) => attemptCount > 1),
        isTry,
        claimedAt: performance.now(),
      };
      await writeCall(tx, call);
      return { call, last };
    },
    { timeout: 12_000, maxWait: 10_000 },
  );
}
