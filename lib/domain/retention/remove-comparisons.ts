import type { Transaction } from "@/lib/platform/database";
import type { Batch, Position, Slice } from "./batch";
import { freshComparisons, removeComparisonRows } from "./comparison-rows";

/**
 * Removes old comparisons that prove no purge, with their probes. Those of a purge are part of its receipt and
 * go with it.
 */
export async function removeComparisons(
  tx: Transaction,
  { cutoff, after, most }: Slice,
): Promise<Batch> {
  const seen = await tx.$queryRaw<Position[]>`
    SELECT id, created_at AS at FROM comparison
    WHERE (created_at, id) > (${after.at}, ${after.id}::uuid) AND created_at < ${cutoff}
      AND purge_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM proof p WHERE p.comparison_id = comparison.id)
    ORDER BY created_at, id LIMIT ${most} FOR UPDATE SKIP LOCKED`;
  const ids = seen.map(({ id }) => id);
  const fresh = await freshComparisons(tx, ids, cutoff);
  const removed = seen.filter(({ id }) => !fresh.has(id));
  return {
    seen,
    removed,
    rows: await removeComparisonRows(
      tx,
      removed.map(({ id }) => id),
    ),
  };
}
