import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";

/**
 * The purge that this caller already asked for with this key; null when the key is new.
 *
 * @param digest of the request: the same key with another request is refused
 * @throws AppError idempotency_conflict
 */
export async function findByKey(
  caller: Caller,
  key: string,
  digest: string,
): Promise<string | null> {
  const known = await db().purge.findUnique({
    where: { actorId_idempotencyKey: { actorId: caller.id, idempotencyKey: key } },
    select: { id: true, requestDigest: true },
  });
  if (known !== null && known.requestDigest !== digest) {
    throw new AppError(
      "idempotency_conflict",
      "This Idempotency-Key was used for another request. Use a new one for a new purge.",
    );
  }
  return known?.id ?? null;
}
