import type { Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Batch, Position, Slice } from "./batch";

/** Removes what services told of writes that are old, and that they told long enough ago. */
export async function removeWrites(
  tx: Transaction,
  { cutoff, after, most }: Slice,
): Promise<Batch> {
  // An event's id begins with its time: the primary key is the index that this needs.
  const firstKept = newId(cutoff, new Uint8Array(10));
  const seen = await tx.$queryRaw<Position[]>`
    SELECT id, at FROM write_event
    WHERE id > ${after.id}::uuid AND id < ${firstKept}::uuid
      AND at < ${cutoff} AND recorded_at < ${cutoff}
    ORDER BY id LIMIT ${most} FOR UPDATE SKIP LOCKED`;
  const ids = seen.map(({ id }) => id);
  const writes = await tx.$executeRaw`DELETE FROM write_event WHERE id = ANY(${ids}::uuid[])`;
  return { seen, removed: seen, rows: { write_event: writes } };
}
