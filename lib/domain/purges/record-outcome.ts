import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import type { CallResult } from "@/lib/edge/purge-call";
import { addMs, now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import type { ClaimedPurge } from "./claim-purges";
import { maxAttempts, retryDelayMs } from "./retry-delay";

type Next =
  | { status: "accepted" | "failed"; message: string }
  | { status: "queued"; message: string; delayMs: number };

function decide(purge: ClaimedPurge, result: CallResult): Next {
  const { outcome, message, retryAfterMs } = result;
  if (outcome === "accepted") return { status: "accepted", message };
  if (outcome === "permanent") return { status: "failed", message };
  if (purge.attempt >= maxAttempts) {
    return { status: "failed", message: `Given up after ${maxAttempts} attempts. ${message}` };
  }
  return {
    status: "queued",
    message,
    delayMs: retryDelayMs(purge.attempt, retryAfterMs, Math.random()),
  };
}

async function writeAttempt(
  tx: Transaction,
  purge: ClaimedPurge,
  result: CallResult,
  durationMs: number,
): Promise<void> {
  await tx.attempt.update({
    where: { id: purge.attemptId },
    data: {
      finishedAt: now(),
      outcome: result.outcome,
      httpStatus: result.httpStatus,
      errors: result.errors,
      cfRay: result.cfRay,
      durationMs,
      message: result.message,
    },
  });
}

async function writeFinal(
  tx: Transaction,
  purge: ClaimedPurge,
  next: Next,
  { httpStatus, cfRay, errors }: CallResult,
): Promise<void> {
  const accepted = next.status === "accepted";
  await writeEntry(tx, consoleActor, {
    action: accepted ? "purge.accept" : "purge.fail",
    subject: { kind: "purge", id: purge.id },
    tenantId: purge.tenantId,
    summary: accepted
      ? `Cloudflare accepted ${purge.targets.join(", ") || "everything"}`
      : `Failed: ${next.message}`,
    details: { attempt: purge.attempt, httpStatus, cfRay, errors },
  });
}

/**
 * Writes what came of an attempt: the attempt, the purge's next state and, when it is final, the audit
 * entry, in one transaction.
 *
 * Invariant: only the holder of the claim writes. A process that was paused longer than its lease finds the
 * claim gone and changes nothing; the process that took over records the outcome.
 *
 * @returns the state that was written; null when the claim was lost
 */
export async function recordOutcome(
  purge: ClaimedPurge,
  result: CallResult,
  durationMs: number,
): Promise<Next["status"] | null> {
  const next = decide(purge, result);
  return db().$transaction(async (tx) => {
    const { count } = await tx.purge.updateMany({
      where: { id: purge.id, status: "sending", claimId: purge.claimId },
      data: {
        status: next.status,
        claimId: null,
        claimedUntil: null,
        resultCode: result.code,
        resultMessage: next.message,
        ...(next.status === "queued"
          ? { notBefore: addMs(now(), next.delayMs) }
          : { finishedAt: now() }),
      },
    });
    if (count === 0) return null;
    await writeAttempt(tx, purge, result, durationMs);
    if (next.status !== "queued") await writeFinal(tx, purge, next, result);
    return next.status;
  });
}
