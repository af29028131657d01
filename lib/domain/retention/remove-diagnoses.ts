import type { Transaction } from "@/lib/platform/database";
import type { Batch, Position, Slice } from "./batch";

/** Removes what was found of stale pages long ago, with the probes it was found by. */
export async function removeDiagnoses(
  tx: Transaction,
  { cutoff, after, most }: Slice,
): Promise<Batch> {
  const seen = await tx.$queryRaw<Position[]>`
    SELECT id, created_at AS at FROM diagnosis
    WHERE (created_at, id) > (${after.at}, ${after.id}::uuid) AND created_at < ${cutoff}
    ORDER BY created_at, id LIMIT ${most} FOR UPDATE SKIP LOCKED`;
  const ids = seen.map(({ id }) => id);
  const probe = await tx.$executeRaw`DELETE FROM probe WHERE diagnosis_id = ANY(${ids}::uuid[])`;
  const diagnosis = await tx.$executeRaw`DELETE FROM diagnosis WHERE id = ANY(${ids}::uuid[])`;
  return { seen, removed: seen, rows: { diagnosis, probe } };
}
