import type { WatchedPage } from "@/lib/schemas/watches";

const stored = new Set(["HIT", "MISS", "EXPIRED", "REVALIDATED", "UPDATING", "STALE"]);

export interface WatchSums {
  hits: number;
  /** Answers that could have come from the cache: the others are no part of a hit rate. */
  counted: number;
  /** BYPASS, DYNAMIC, no status, no answer. */
  outside: number;
}

/** What the rounds so far add up to, for one page or several. */
export function sumOf(pages: readonly Pick<WatchedPage, "seen">[]): WatchSums {
  const all = pages.flatMap(({ seen }) => seen);
  const counted = all.filter((status) => stored.has(status)).length;
  return {
    hits: all.filter((status) => status === "HIT").length,
    counted,
    outside: all.length - counted,
  };
}

/** "75%" of the answers that count; null: there is none. */
export function rateOf({ hits, counted }: WatchSums): string | null {
  return counted === 0 ? null : `${Math.round((100 * hits) / counted)}%`;
}

/** The newest answers as runs: "HIT 3 times, MISS, before that HIT". The newest first. */
export function runsOf(seen: readonly string[]): { status: string; times: number }[] {
  const runs: { status: string; times: number }[] = [];
  for (const status of seen.toReversed()) {
    const last = runs.at(-1);
    if (last?.status === status) last.times += 1;
    else runs.push({ status, times: 1 });
  }
  return runs;
}
