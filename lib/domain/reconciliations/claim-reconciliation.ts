import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

/** How long a process holds a run without a sign of life, in seconds: a page of the log may take 30. */
const leaseSeconds = 90;
const dayMs = 86_400_000;
/** How long after its end a day is reconciled, in milliseconds: Cloudflare states no delay of its log. */
const dailyAfterMs = 6 * 3_600_000;

/** A run that this process holds. */
export interface HeldReconciliation {
  id: string;
  from: Date;
  to: Date;
  /** Only who has this one may write the result. */
  leaseId: string;
}

/**
 * Makes the run of the last whole day (UTC), once, six hours after its end. In practice nobody has a log of yesterday, and
 * without a token none is read.
 */
export async function beginDailyRun(): Promise<void> {
  const { mode, cloudflare } = env();
  if (mode === "practice" || cloudflare.auditToken === null) return;
  const at = now();
  const to = new Date(Math.floor(addMs(at, -dailyAfterMs).getTime() / dayMs) * dayMs);
  await db().$transaction(async (tx) => {
    const id = newId(at);
    const { count } = await tx.reconciliation.createMany({
      data: { id, from: addMs(to, -dayMs), to, askedBy: null, askedAt: at },
      skipDuplicates: true,
    });
    if (count === 0) return;
    await writeEntry(tx, consoleActor, {
      action: "reconciliation.ask",
      subject: { kind: "reconciliation", id },
      summary: `The daily reconciliation of ${addMs(to, -dayMs).toISOString().slice(0, 10)} began`,
    });
  });
}

/** Takes the oldest run that nobody holds, or whose holder shows no sign of life; null: there is none. */
export async function claimReconciliation(): Promise<HeldReconciliation | null> {
  const leaseId = newId();
  const [row] = await db().$queryRaw<{ id: string; from: Date; to: Date }[]>`
    UPDATE reconciliation SET lease_id = ${leaseId}::uuid,
      leased_until = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    WHERE id = (SELECT id FROM reconciliation
      WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until < clock_timestamp())
      ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::text AS id, from_time AS from, to_time AS to`;
  return row === undefined ? null : { ...row, leaseId };
}

/** Says that this process still works on it. @returns false when another has taken it over */
export async function renewLease({ id, leaseId }: HeldReconciliation): Promise<boolean> {
  const count = await db().$executeRaw`
    UPDATE reconciliation SET leased_until = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    WHERE id = ${id}::uuid AND lease_id = ${leaseId}::uuid AND finished_at IS NULL`;
  return count === 1;
}

/** Gives a run back, so that another process begins it anew at once. */
export async function releaseReconciliation({ id, leaseId }: HeldReconciliation): Promise<void> {
  await db().$executeRaw`
    UPDATE reconciliation SET leased_until = NULL, lease_id = NULL
    WHERE id = ${id}::uuid AND lease_id = ${leaseId}::uuid AND finished_at IS NULL`;
}
