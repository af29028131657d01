import { hostname } from "node:os";
import { db, type Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { Prisma } from "@/prisma/generated/client";
import { settleAllowance } from "./allowance";
import { chooseTargets } from "./choose-targets";
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

const sender = `${hostname()} ${process.pid}`;

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

/**
 * Takes the purges that a call with these targets covers. Locked first and moved then: in one statement the
 * planner may look for the locked rows anew for each row that it moves, and does so as long as its statistics
 * say that next to nothing waits, which is what they say before every burst.
 */
async function takeCovered(tx: Transaction, lane: string, targets: string[], callId: string) {
  const keys = [...new Set(targets.map((target) => targetKey([target])))];
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM unnest(${keys}::text[]) AS covered (key)
    JOIN purge p ON p.status = 'queued' AND p.lane = ${lane} AND p.target_key = covered.key
      AND p.targets <@ ${targets}
    ORDER BY p.priority, p.requested_at LIMIT ${mostPurges} FOR UPDATE OF p SKIP LOCKED`;
  return transition(tx, {
    from: "queued",
    to: "sending",
    where: Prisma.sql`id = ANY(${locked.map(({ id }) => id)}::uuid[])`,
    cause: "Its turn: taken along by a call to Cloudflare.",
    set: Prisma.sql`call_id = ${callId}::uuid, attempt_count = attempt_count + 1`,
  });
}

async function writeCall(tx: Transaction, call: ClaimedCall): Promise<void> {
  const { lane, targets, purges } = call;
  await tx.$executeRaw`
    WITH call AS (INSERT INTO purge_call (id, account_id, plan, zone_id, environment, method, kind, targets,
      purge_count, sender, started_at, leased_until)
    VALUES (${call.id}::uuid, ${lane.allowance.accountId}, ${lane.allowance.plan}::"Plan", ${lane.zoneId},
      ${lane.environment}, ${lane.method}::"PurgeMethod", ${lane.kind}::"SelectorKind", ${targets},
      ${purges.length}, ${sender}, clock_timestamp(),
      clock_timestamp() + ${leaseSeconds} * interval '1 second'))
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
      const { targets: chosen, last } = await chooseTargets(tx, lane, after);
      if (chosen.length === 0 && lane.kind !== "everything") return null;
      const purges = await takeCovered(tx, lane.lane, chosen.length === 0 ? [""] : chosen, id);
      if (purges.length === 0) return null;
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
      const unused = lane.kind === "files" ? Math.max(0, lane.tokens - call.targets.length) : 0;
      await settleAllowance(tx, lane.allowance, { unused, firstTry: !call.isRetry });
      return { call, last };
    },
    { timeout: 12_000, maxWait: 10_000 },
  );
}
