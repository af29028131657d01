import type { Probe } from "@/lib/schemas/probes";

/** What a cache status means in its place; the word stays Cloudflare's. neutral: only a fact. */
export type CacheMeaning = "fresh" | "cold" | "old" | "outside" | "unknown" | "neutral";

const outside = new Set(["BYPASS", "DYNAMIC", "NONE"]);
const cold = new Set(["MISS", "EXPIRED", "REVALIDATED"]);
const old = new Set(["UPDATING", "STALE"]);

/** What any status says without knowing whose page it is: product.md, domain rule 5. */
function meaningAlone(status: string | null): CacheMeaning {
  if (status === null) return "unknown";
  if (outside.has(status)) return "outside";
  if (cold.has(status)) return "cold";
  if (old.has(status)) return "old";
  return status === "HIT" ? "neutral" : "unknown";
}

/** A control tenant is meant to stay warm: HIT is what one hopes for. */
export function meaningForControl(status: string | null): CacheMeaning {
  return status === "HIT" ? "fresh" : meaningAlone(status);
}

/** Before a purge HIT is only a fact: the copy may be old or new. */
export function meaningBefore(status: string | null): CacheMeaning {
  return meaningAlone(status);
}

/**
 * After a purge of this tenant. A HIT is the new copy when it is younger than the purge, and the old
 * one when it is older (product.md, domain rule 6). Age comes in whole seconds, so within one second
 * of the purge it decides nothing; a cold answer in an earlier round does.
 * `earlier` are the probes of the same side after the same purge.
 */
export function meaningAfterPurge(
  probe: Probe,
  purgedAt: string | null,
  earlier: readonly Probe[],
): CacheMeaning {
  if (probe.cacheStatus !== "HIT" || purgedAt === null) return meaningAlone(probe.cacheStatus);
  if (earlier.some((one) => one.cacheStatus !== null && cold.has(one.cacheStatus))) return "fresh";
  if (probe.age === null) return "unknown";
  const secondsSince = (Date.parse(probe.startedAt) - Date.parse(purgedAt)) / 1000;
  if (probe.age > secondsSince) return "old";
  return probe.age + 1 <= secondsSince ? "fresh" : "unknown";
}
