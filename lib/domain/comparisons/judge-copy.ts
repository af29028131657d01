import type { PurgeEvidence } from "./judge-comparison";

export interface ProbeEvidence {
  startedAt: Date;
  httpStatus: number | null;
  cacheStatus: string | null;
  /** Seconds. */
  age: number | null;
  /** Milliseconds to the first byte: the Age was counted somewhere in between. */
  ttfbMs: number | null;
  colo: string | null;
  fingerprint: string | null;
  error: string | null;
}

/**
 * old: the copy from before the purge. stale: old content served while refreshing, or because the origin
 * is down. cold: an answer came from the origin. refilled: a copy from after the purge, filled by somebody
 * else. unclear: the evidence does not show it.
 */
export type Copy = "old" | "stale" | "cold" | "refilled" | "unclear";

/** How much the Ages of one copy may disagree, in milliseconds: they are counted on several machines. */
const slackMs = 250;

/**
 * When the copies in these answers were stored, at the earliest and at the latest, in epoch ms. Age counts
 * whole seconds, so each answer leaves a second of doubt; several answers of one copy narrow it down.
 */
function storedBetween(hits: ProbeEvidence[]): { earliest: number; latest: number } | null {
  let earliest = -Infinity;
  let latest = Infinity;
  for (const { startedAt, age, ttfbMs } of hits) {
    if (age === null) return null;
    const at = startedAt.getTime();
    earliest = Math.max(earliest, at - (age + 1) * 1000);
    latest = Math.min(latest, at + (ttfbMs ?? 0) - age * 1000);
  }
  return { earliest, latest };
}

function judgeHits(
  hits: ProbeEvidence[],
  before: ProbeEvidence | null,
  purge: PurgeEvidence,
): { copy: Copy; why: string[] } {
  const stored = storedBetween(hits);
  if (stored === null) return { copy: "unclear", why: ["a HIT came without an Age"] };
  if (stored.latest + slackMs < stored.earliest) {
    return { copy: "unclear", why: ["the Ages contradict each other, several copies were seen"] };
  }
  if (stored.latest <= purge.sentAt.getTime()) {
    const changed =
      before !== null && hits.some(({ fingerprint }) => fingerprint !== before.fingerprint);
    return changed
      ? { copy: "unclear", why: ["the Age says old copy, the content says another one"] }
      : {
          copy: "old",
          why: ["the Age is larger than the time since the purge, so the copy is older"],
        };
  }
  if (stored.earliest >= purge.acceptedAt.getTime()) {
    return {
      copy: "refilled",
      why: ["the Age is smaller than the time since the purge, so the copy was filled after it"],
    };
  }
  return {
    copy: "unclear",
    why: ["the copy was stored within a second of the purge, its Age cannot tell which came first"],
  };
}

/**
 * Which copy the answers after a purge came from, in the order in which they came (product rules 5, 6).
 *
 * @param after answered probes that started after Cloudflare accepted the purge, at least one
 * @param before the last probe before the purge was sent
 */
export function judgeCopy(
  after: ProbeEvidence[],
  before: ProbeEvidence | null,
  purge: PurgeEvidence,
): { copy: Copy; why: string[] } {
  const cold = new Set(
    purge.method === "invalidate" ? ["MISS", "EXPIRED", "REVALIDATED"] : ["MISS", "EXPIRED"],
  );
  const firstCold = after.findIndex(({ cacheStatus }) => cold.has(cacheStatus ?? ""));
  const untilCold = firstCold < 0 ? after : after.slice(0, firstCold);
  const later = firstCold < 0 ? [] : after.slice(firstCold);
  const hits = untilCold.filter(({ cacheStatus }) => cacheStatus === "HIT");
  const staleServed = after.at(-1)?.cacheStatus;
  if (staleServed === "UPDATING" || staleServed === "STALE") {
    return { copy: "stale", why: [`${staleServed} served the old content`] };
  }
  if (firstCold >= 0) {
    const oldAgain = later.some(
      (probe) => probe.cacheStatus === "HIT" && judgeHits([probe], null, purge).copy === "old",
    );
    if (oldAgain) {
      return {
        copy: "unclear",
        why: ["after going to the origin, an older copy was served again"],
      };
    }
    return { copy: "cold", why: [] };
  }
  if (hits.length > 0) {
    const latest = hits.at(-1);
    const all = judgeHits(hits, before, purge);
    // Of several copies the newest answer counts: the old one may have been seen before the purge had spread.
    return all.copy === "unclear" && latest !== undefined
      ? judgeHits([latest], before, purge)
      : all;
  }
  const seen = [...new Set(after.map(({ cacheStatus }) => cacheStatus ?? "none"))].join(", ");
  return { copy: "unclear", why: [`${seen} says nothing about the purge`] };
}
