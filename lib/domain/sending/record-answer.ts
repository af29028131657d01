import { consoleActor, writeEntries } from "@/lib/audit/write-entry";
import type { CallResult } from "@/lib/edge/purge-call";
import { db, type Transaction } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";
import { breakerIsClosed, learnFromAnswer } from "./allowance";
import { answerStatement } from "./answer-statement";
import type { ClaimedCall } from "./claim-call";
import { recordAccepted } from "./record-accepted";
import { maxFailures, retryDelayMs } from "./retry-delay";
import { halves, splitCall } from "./split-call";
import { type MovedPurge, transition } from "./transition";

/** What became of a call's purges: how many were accepted, failed, or wait to be sent again. */
export interface Recorded {
  accepted: number;
  failed: number;
  waiting: number;
}

const stillHeld = (call: ClaimedCall) => Prisma.sql`call_id = ${call.id}::uuid`;

async function writeFailures(
  tx: Transaction,
  purges: MovedPurge[],
  message: string,
  { httpStatus, cfRay, errors }: CallResult,
  callId: string,
): Promise<void> {
  await writeEntries(
    tx,
    consoleActor,
    purges.map(({ id, tenantId, attemptCount }) => ({
      action: "purge.fail" as const,
      subject: { kind: "purge", id },
      tenantId,
      summary: `Failed: ${message}`,
      details: { attempt: attemptCount, callId, httpStatus, cfRay, errors },
    })),
  );
}

const withResult = (code: string, message: string) =>
  Prisma.sql`result_code = ${code}, result_message = ${message}`;

async function fail(
  tx: Transaction,
  call: ClaimedCall,
  result: CallResult,
  where: Prisma.Sql,
  message: string,
): Promise<number> {
  const failed = await transition(tx, {
    from: "sending",
    to: "failed",
    where: Prisma.sql`${stillHeld(call)} AND ${where}`,
    cause: message,
    set: Prisma.sql`${withResult(result.code, message)}, finished_at = clock_timestamp()`,
  });
  await writeFailures(tx, failed, message, result, call.id);
  return failed.length;
}

/** The rate limit is the account's matter: the purge keeps its place, and the pause is the account's. */
async function backInLine(tx: Transaction, call: ClaimedCall, result: CallResult): Promise<number> {
  const moved = await transition(tx, {
    from: "sending",
    to: "queued",
    where: stillHeld(call),
    cause: `${result.message} Waits until the account's pause is over.`,
    set: withResult(result.code, result.message),
  });
  return moved.length;
}

async function tryLater(tx: Transaction, call: ClaimedCall, result: CallResult): Promise<Recorded> {
  // While the breaker is open the fault is the account's, not the purge's: it does not count against it.
  const counted = (await breakerIsClosed(tx, call.lane.allowance)) ? 1 : 0;
  const failed = await fail(
    tx,
    call,
    result,
    Prisma.sql`failure_count + ${counted} >= ${maxFailures}`,
    `Given up after ${maxFailures} failures. ${result.message}`,
  );
  const failures = Math.max(...call.purges.map(({ failureCount }) => failureCount)) + 1;
  const delayMs = retryDelayMs(failures, result.retryAfterMs, Math.random());
  const waiting = await transition(tx, {
    from: "sending",
    to: "scheduled",
    where: stillHeld(call),
    cause: `${result.message} Tried again in ${(delayMs / 1000).toFixed(1)} s.`,
    set: Prisma.sql`${withResult(result.code, result.message)}, failure_count = failure_count + ${counted},
      not_before = clock_timestamp() + ${delayMs} * interval '1 millisecond'`,
  });
  return { accepted: 0, failed, waiting: waiting.length };
}

async function movePurges(
  tx: Transaction,
  call: ClaimedCall,
  result: CallResult,
): Promise<Recorded> {
  const none = { accepted: 0, failed: 0, waiting: 0 };
  if (result.limited) return { ...none, waiting: await backInLine(tx, call, result) };
  if (result.outcome !== "permanent") return tryLater(tx, call, result);
  const parts = result.blame === "item" ? halves(call.purges) : null;
  if (parts !== null) {
    await splitCall(tx, call, parts);
    return { ...none, waiting: call.purges.length };
  }
  return {
    ...none,
    failed: await fail(tx, call, result, Prisma.sql`true`, result.message),
  };
}

/**
 * Writes what came of a call: the call, the next state of each of its purges, audit entries for those that
 * ended, and what the account's allowance learns from it, in one transaction.
 *
 * Invariant: only the process that holds the call writes. One that was paused for longer than its lease
 * finds the call finished by another (take-over.ts) and changes nothing.
 *
 * @returns null when the call was taken over
 */
export async function recordAnswer(
  call: ClaimedCall,
  result: CallResult,
  durationMs: number,
): Promise<Recorded | null> {
  if (result.outcome === "accepted" && !result.limited) {
    const accepted = await recordAccepted(call, result, durationMs);
    return accepted === null ? null : { accepted, failed: 0, waiting: 0 };
  }
  return db().$transaction(
    async (tx) => {
      if ((await tx.$executeRaw(answerStatement(call, result, durationMs))) === 0) return null;
      await learnFromAnswer(tx, call.lane.allowance, call, result);
      return movePurges(tx, call, result);
    },
    { timeout: 30_000, maxWait: 10_000 },
  );
}
