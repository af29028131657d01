import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { PurgeMethod, SelectorKind } from "@/lib/schemas/words";

/**
 * How long a claim lasts, in milliseconds: longer than any call may take. After a crash the purge is taken
 * up again when it has run out, so none stays in "sending" for more than that.
 */
export const leaseMs = 20_000;

export interface ClaimedPurge {
  id: string;
  claimId: string;
  attemptId: string;
  zoneId: string;
  tenantId: string | null;
  method: PurgeMethod;
  kind: SelectorKind;
  targets: string[];
  attempt: number;
  /** Whether an earlier attempt ended without an answer: this one may send it a second time. */
  sentBefore: boolean;
}

interface ClaimedRow {
  id: string;
  zone_id: string;
  tenant_id: string | null;
  method: PurgeMethod;
  selector_kind: SelectorKind;
  targets: string[];
  attempt_count: number;
}

/**
 * Takes purges that are due, people's first, and those whose claim has run out. In the same transaction
 * each gets its attempt, so that what may have been sent is on record before it is.
 *
 * Invariant: a purge has one claim at a time (SKIP LOCKED lets no two processes take one), and only who
 * holds the claim may write its outcome (record-outcome.ts).
 */
export async function claimPurges(most: number): Promise<ClaimedPurge[]> {
  const startedAt = now();
  const claimId = newId();
  return db().$transaction(async (tx) => {
    const rows = await tx.$queryRaw<ClaimedRow[]>`
      UPDATE purge SET status = 'sending', claim_id = ${claimId}::uuid,
        claimed_until = ${addMs(startedAt, leaseMs)}, attempt_count = attempt_count + 1
      WHERE id IN (
        SELECT id FROM purge
        WHERE (status = 'queued' AND not_before <= ${startedAt})
           OR (status = 'sending' AND claimed_until < ${startedAt})
        ORDER BY (source = 'manual') DESC, not_before, id
        LIMIT ${most} FOR UPDATE SKIP LOCKED)
      RETURNING id, zone_id, tenant_id, method, selector_kind, targets, attempt_count`;
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const abandoned = await tx.attempt.updateManyAndReturn({
      where: { purgeId: { in: ids }, outcome: null },
      data: {
        outcome: "unknown",
        finishedAt: startedAt,
        message:
          "The console stopped before an answer came. It may have been carried out; sent again.",
      },
      select: { purgeId: true },
    });
    const sentBefore = new Set(abandoned.map(({ purgeId }) => purgeId));
    const claimed = rows.map((row): ClaimedPurge => ({
      id: row.id,
      claimId,
      attemptId: newId(startedAt),
      zoneId: row.zone_id,
      tenantId: row.tenant_id,
      method: row.method,
      kind: row.selector_kind,
      targets: row.targets,
      attempt: row.attempt_count,
      sentBefore: sentBefore.has(row.id),
    }));
    await tx.attempt.createMany({
      data: claimed.map(({ id, attemptId, attempt }) => ({
        id: attemptId,
        purgeId: id,
        number: attempt,
        startedAt,
        errors: [],
      })),
    });
    return claimed;
  });
}
