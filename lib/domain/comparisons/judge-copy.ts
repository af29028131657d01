import { answeredAt, type ProbeEvidence, type PurgeEvidence } from "./evidence";

/**
 * What an answer after a purge says of the copy from before it. old: it is still served (UPDATING and STALE
 * serve it too). cold: the answer came from the origin. refilled: a copy from after the purge, filled
 * before this answer. uncached: it does not come from the cache at all. open: it does not say.
 */
export type Sign = "old" | "cold" | "refilled" | "uncached" | "open";

const uncachedWords = new Set(["DYNAMIC", "BYPASS", "NONE", "UNKNOWN", "NONE/UNKNOWN"]);

/** Whether the answer did not come from the cache, and will not (product rule 5). */
export function isUncached({ cacheStatus }: ProbeEvidence): boolean {
  return cacheStatus === null || uncachedWords.has(cacheStatus);
}

/**
 * When the copy in these answers was stored, at the earliest and at the latest, in epoch ms. Age counts
 * whole seconds, so each answer leaves a second of doubt; several answers of one copy narrow it down.
 *
 * @param allowanceMs by how much an Age may be wrong
 * @returns null when an answer has no Age; earliest after latest: they cannot be of one copy
 */
export function storedBetween(
  hits: readonly ProbeEvidence[],
  allowanceMs: number,
): { earliest: number; latest: number } | null {
  let earliest = -Infinity;
  let latest = Infinity;
  for (const hit of hits) {
    if (hit.age === null) return null;
    earliest = Math.max(earliest, hit.startedAt.getTime() - (hit.age + 1) * 1000);
    latest = Math.min(latest, answeredAt(hit) - hit.age * 1000);
  }
  return { earliest: earliest - allowanceMs, latest: latest + allowanceMs };
}

function signOfHit(hit: ProbeEvidence, purge: PurgeEvidence, allowanceMs: number): Sign {
  const stored = storedBetween([hit], allowanceMs);
  if (stored === null) return "open";
  if (stored.latest <= purge.sentAt.getTime()) return "old";
  return stored.earliest >= purge.acceptedAt.getTime() ? "refilled" : "open";
}

/** Which sign an answer after the purge gives (product rules 5 and 6). */
export function signOf(
  probe: ProbeEvidence,
  purge: PurgeEvidence,
  { tieredCache, allowanceMs }: { tieredCache: boolean; allowanceMs: number },
): Sign {
  if (isUncached(probe)) return "uncached";
  switch (probe.cacheStatus) {
    case "HIT":
      return signOfHit(probe, purge, allowanceMs);
    case "MISS":
      return "cold";
    case "EXPIRED":
      // After a purge there is no copy that could expire, but for the tier below the one that was purged.
      return tieredCache || purge.method === "invalidate" ? "cold" : "open";
    case "REVALIDATED":
      return purge.method === "invalidate" ? "cold" : "open";
    case "UPDATING":
    case "STALE":
      return "old";
    case null:
    default:
      return "open";
  }
}
