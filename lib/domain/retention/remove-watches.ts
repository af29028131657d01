import type { Transaction } from "@/lib/platform/database";
import type { Batch, Position, Slice } from "./batch";

/** Removes watches that ended long ago, by themselves or by hand, with what was seen of each page. */
export async function removeWatches(
  tx: Transaction,
  { cutoff, after, most }: Slice,
): Promise<Batch> {
  // Their ids begin with their times.
  const seen = await tx.$queryRaw<Position[]>`
    SELECT id, started_at AS at FROM watch
    WHERE id > ${after.id}::uuid AND LEAST(ends_at, ended_at) < ${cutoff}
    ORDER BY id LIMIT ${most} FOR UPDATE SKIP LOCKED`;
  const ids = seen.map(({ id }) => id);
  const pages = await tx.$executeRaw`DELETE FROM watch_page WHERE watch_id = ANY(${ids}::uuid[])`;
  const watches = await tx.$executeRaw`DELETE FROM watch WHERE id = ANY(${ids}::uuid[])`;
  return { seen, removed: seen, rows: { watch: watches, watch_page: pages } };
}
