import type { Transaction } from "@/lib/platform/database";
import type { Batch, Position, Slice } from "./batch";

/** Removes sign-ins that ended long ago, by themselves or by hand. Who signed in when stays in the audit record. */
export async function removeSessions(
  tx: Transaction,
  { cutoff, after, most }: Slice,
): Promise<Batch> {
  const seen = await tx.$queryRaw<Position[]>`
    SELECT id, created_at AS at FROM session
    WHERE id > ${after.id}::uuid AND LEAST(expires_at, revoked_at) < ${cutoff}
    ORDER BY id LIMIT ${most} FOR UPDATE SKIP LOCKED`;
  const ids = seen.map(({ id }) => id);
  const sessions = await tx.$executeRaw`DELETE FROM session WHERE id = ANY(${ids}::uuid[])`;
  return { seen, removed: seen, rows: { session: sessions } };
}
