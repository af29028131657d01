import type { Transaction } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";
import type { Batch, Position, Slice } from "./batch";
import { freshComparisons, removeComparisonRows } from "./comparison-rows";

/**
 * Purges that have ended and whose end is old enough: not those that wait or are sent, of the failed ones
 * only those that somebody has closed, and of those past the second person only those that somebody reviewed.
 */
const endedBefore = (cutoff: Date) => Prisma.sql`(requested_at < ${cutoff}
  AND finished_at < ${cutoff} AND COALESCE(reported_at, finished_at) < ${cutoff}
  AND (status IN ('accepted', 'cancelled') OR (status = 'failed' AND resolved_at < ${cutoff}))
  AND NOT EXISTS (SELECT 1 FROM break_glass g WHERE g.purge_id = purge.id AND g.reviewed_at IS NULL))`;

/** One that is locked is being worked with; it is left to the next sweep. Second purges go with their first. */
async function lockOld(tx: Transaction, { cutoff, after, most }: Slice): Promise<Position[]> {
  return tx.$queryRaw<Position[]>`
    SELECT id, requested_at AS at FROM purge
    WHERE (requested_at, id) > (${after.at}, ${after.id}::uuid) AND second_of_id IS NULL
      AND ${endedBefore(cutoff)}
    ORDER BY requested_at, id LIMIT ${most} FOR UPDATE SKIP LOCKED`;
}

interface Second extends Position {
  first: string;
  isOld: boolean;
}

/** The second purges of these, locked. */
async function lockSeconds(tx: Transaction, ids: string[], cutoff: Date): Promise<Second[]> {
  return tx.$queryRaw<Second[]>`
    SELECT id, requested_at AS at, second_of_id AS first, ${endedBefore(cutoff)} IS TRUE AS "isOld"
    FROM purge WHERE second_of_id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
}

/**
 * Of locked purges, those whose proof is younger than the cutoff, or under way. Only now that they are locked:
 * whoever compares a purge has to wait, and finds it gone.
 */
async function freshlyProven(tx: Transaction, ids: string[], cutoff: Date): Promise<Set<string>> {
  const proofs = await tx.$queryRaw<{ purge_id: string; isFresh: boolean }[]>`
    SELECT purge_id, (state = 'ended' AND ended_at < ${cutoff}) IS NOT TRUE AS "isFresh" FROM proof
    WHERE purge_id = ANY(${ids}::uuid[]) ORDER BY purge_id FOR UPDATE`;
  const compared = await tx.$queryRaw<{ id: string; purge_id: string }[]>`
    SELECT id, purge_id FROM comparison WHERE purge_id = ANY(${ids}::uuid[])
    ORDER BY id FOR UPDATE`;
  const comparisonIds = compared.map(({ id }) => id);
  const fresh = await freshComparisons(tx, comparisonIds, cutoff);
  return new Set(
    [...proofs.filter(({ isFresh }) => isFresh), ...compared.filter(({ id }) => fresh.has(id))].map(
      (one) => one.purge_id,
    ),
  );
}

/** Calls that carried these purges, and no other that is still there. */
async function removeCalls(tx: Transaction, callIds: string[]): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM purge_call c WHERE id = ANY(${callIds}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.call_id = c.id)`;
}

async function removeRows(tx: Transaction, ids: string[]): Promise<Record<string, number>> {
  const these = Prisma.sql`= ANY(${ids}::uuid[])`;
  const proof = await tx.$executeRaw`DELETE FROM proof WHERE purge_id ${these}`;
  const comparisons = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM comparison WHERE purge_id ${these}`;
  const comparisonIds = comparisons.map(({ id }) => id);
  const compared = await removeComparisonRows(tx, comparisonIds);
  const attempts = await tx.$queryRaw<{ call_id: string }[]>`
    DELETE FROM attempt WHERE purge_id ${these} RETURNING call_id`;
  const calls = await removeCalls(tx, [...new Set(attempts.map(({ call_id }) => call_id))]);
  const tenants = await tx.$executeRaw`DELETE FROM purge_tenant WHERE purge_id ${these}`;
  const approvals = await tx.$executeRaw`DELETE FROM approval WHERE purge_id ${these}`;
  const glass = await tx.$executeRaw`DELETE FROM break_glass WHERE purge_id ${these}`;
  const purges = await tx.$executeRaw`DELETE FROM purge WHERE id ${these}`;
  // Behind the purges: the database lets go of no change of one that is there.
  const changes = await tx.$executeRaw`DELETE FROM purge_transition WHERE purge_id ${these}`;
  return {
    purge: purges,
    purge_tenant: tenants,
    purge_transition: changes,
    attempt: attempts.length,
    approval: approvals,
    break_glass: glass,
    purge_call: calls,
    proof,
    ...compared,
  };
}

/**
 * Removes old purges with all that belongs to them: their second purges, changes of state, tenants, attempts, calls
 * that carried no other, and the proofs. One whose second purge or proof is younger than the cutoff stays as it is.
 */
export async function removePurges(tx: Transaction, slice: Slice): Promise<Batch> {
  const seen = await lockOld(tx, slice);
  const seconds = await lockSeconds(
    tx,
    seen.map(({ id }) => id),
    slice.cutoff,
  );
  const all = [...seen, ...seconds].map(({ id }) => id);
  const fresh = await freshlyProven(tx, all, slice.cutoff);
  const held = seconds.filter(({ id, isOld }) => !isOld || fresh.has(id));
  const kept = new Set([...fresh, ...held.map(({ first }) => first)]);
  const firsts = seen.filter(({ id }) => !kept.has(id));
  const going = new Set(firsts.map(({ id }) => id));
  const removed = [...firsts, ...seconds.filter(({ first }) => going.has(first))];
  removed.sort((a, b) => a.at.getTime() - b.at.getTime());
  const ids = removed.map(({ id }) => id);
  return { seen, removed, rows: ids.length === 0 ? {} : await removeRows(tx, ids) };
}
