import type { Transaction } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";
import { mostWatchedInZone, roundSeconds } from "@/lib/schemas/watch-limits";

/** Any constant: the key of the advisory lock under which watches are let in one after the other. */
const roomLock = 7_285_347;
/** Nobody looks at a watch that took no round for so long, in seconds: it takes up no room. */
const forgottenSeconds = 3 * roundSeconds;

/**
 * Holds all watches together to what a zone is probed with: looking must not become load. Locks until the
 * transaction ends, so that two that start together are counted.
 *
 * @param watchId the watch that wants its room
 * @throws AppError too_many_requests naming the zone
 */
export async function requireRoom(tx: Transaction, watchId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${roomLock})`;
  const [full] = await tx.$queryRaw<{ name: string }[]>`
    SELECT z.name FROM watch w
    JOIN watch_page p ON p.watch_id = w.id JOIN tenant t ON t.id = p.tenant_id
    JOIN zone z ON z.id = t.zone_id
    WHERE w.id = ${watchId}::uuid OR (w.ended_at IS NULL AND w.ends_at > clock_timestamp()
      AND w.round_at > clock_timestamp() - ${forgottenSeconds} * interval '1 second')
    GROUP BY z.id, z.name
    HAVING count(*) > ${mostWatchedInZone} AND bool_or(w.id = ${watchId}::uuid)
    LIMIT 1`;
  if (full === undefined) return;
  throw new AppError(
    "too_many_requests",
    `${full.name} is being watched by others: ${mostWatchedInZone} of its pages at once is the most. Watch fewer pages, or wait until another watch has ended.`,
    [],
    forgottenSeconds * 1_000,
  );
}
