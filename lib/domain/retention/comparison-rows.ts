import type { Transaction } from "@/lib/platform/database";

/** Of locked comparisons: those that were made or probed since. */
export async function freshComparisons(
  tx: Transaction,
  ids: string[],
  since: Date,
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM comparison c WHERE id = ANY(${ids}::uuid[]) AND (created_at >= ${since}
      OR EXISTS (SELECT 1 FROM probe p WHERE p.comparison_id = c.id AND p.started_at >= ${since}))`;
  return new Set(rows.map(({ id }) => id));
}

/** Removes comparisons with their probes. */
export async function removeComparisonRows(
  tx: Transaction,
  ids: string[],
): Promise<{ comparison: number; probe: number }> {
  const probe = await tx.$executeRaw`DELETE FROM probe WHERE comparison_id = ANY(${ids}::uuid[])`;
  const comparison = await tx.$executeRaw`DELETE FROM comparison WHERE id = ANY(${ids}::uuid[])`;
  return { comparison, probe };
}
