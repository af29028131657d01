import { db, type Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";

/** How long one step may take, in seconds: probes end within 10. A process that dies leaves it for so long. */
const leaseSeconds = 20;

/** A proof's next step, held by this process. */
export interface ProofWork {
  purgeId: string;
  leaseId: string;
  state: "before" | "after";
}

/**
 * Moves on the proofs whose purge has been accepted, cancelled or closed. One that was never sent, or is
 * given up, has nothing to prove.
 *
 * @param settleMs when the first probe after a purge is made, in milliseconds after its acceptance
 */
export async function followPurges(settleMs: number): Promise<void> {
  await db().$executeRaw`
    UPDATE proof f SET
      state = CASE WHEN p.status = 'accepted' THEN 'after' ELSE 'ended' END::"ProofState",
      next_at = CASE WHEN p.status = 'accepted'
        THEN p.finished_at + ${settleMs} * interval '1 millisecond' ELSE f.next_at END,
      ended_at = CASE WHEN p.status = 'accepted' THEN NULL ELSE clock_timestamp() END
    FROM purge p
    WHERE p.id = f.purge_id AND f.state = 'sending'
      AND (p.status IN ('accepted', 'cancelled') OR p.status = 'failed' AND p.resolved_at IS NOT NULL)`;
}

/** Takes steps that are due, and those of processes that died. */
export async function claimWork(most: number): Promise<ProofWork[]> {
  const leaseId = newId();
  const rows = await db().$queryRaw<{ purge_id: string; state: "before" | "after" }[]>`
    UPDATE proof SET lease_id = ${leaseId}::uuid,
      leased_until = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    WHERE purge_id IN (
      SELECT purge_id FROM proof
      WHERE state IN ('before', 'after') AND next_at <= clock_timestamp()
        AND (leased_until IS NULL OR leased_until < clock_timestamp())
      ORDER BY next_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING purge_id, state`;
  return rows.map(({ purge_id, state }) => ({ purgeId: purge_id, leaseId, state }));
}

/** In how many milliseconds the next step is due; null: none is. */
export async function readWait(): Promise<number | null> {
  const [row] = await db().$queryRaw<{ wait: number | null }[]>`
    SELECT EXTRACT(EPOCH FROM min(next_at) - clock_timestamp())::float8 * 1000 AS wait FROM proof
    WHERE state IN ('before', 'after') AND (leased_until IS NULL OR leased_until < clock_timestamp())`;
  const wait = row?.wait ?? null;
  return wait === null ? null : Math.max(1, Math.ceil(wait));
}

/**
 * Locks the row of a step for as long as the transaction, if this process still holds it. One that was paused
 * for longer than its lease finds it taken, and its probes are thrown away.
 */
export async function stillHeld(
  tx: Transaction,
  { purgeId, leaseId }: Pick<ProofWork, "purgeId" | "leaseId">,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM proof WHERE purge_id = ${purgeId}::uuid AND lease_id = ${leaseId}::uuid
      AND state <> 'ended' FOR UPDATE`;
  return rows.length > 0;
}

/** Has whoever waits for this purge look again: the sender, screens, those who prove. */
export async function tellSender(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('purge_queue', '')`;
}
