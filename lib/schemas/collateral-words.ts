import type { Collateral } from "./proofs";

export type SampledPage = NonNullable<Collateral["sampled"]>[number];

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** One page in a sentence: what it answered before, first after, what showed its copy gone, and when it was warm. */
export function sampledInWords({ before, after, gone, warmAgainMs }: SampledPage): string {
  const was = before === null ? "no answer before" : `${before} before`;
  if (after === null) return `${was}, no answer after it`;
  const parts = [was, `${after.cacheStatus ?? "no cache status"} ${seconds(after.ms)} after it`];
  if (gone != null && gone.ms > after.ms)
    parts.push(`then ${gone.cacheStatus ?? "no cache status"} after ${seconds(gone.ms)}`);
  if (gone?.refilled === true) parts.push("of a copy that was filled after the purge");
  else if (warmAgainMs !== null) parts.push(`HIT again after ${seconds(warmAgainMs)}`);
  else if (after.cacheStatus !== "HIT" || gone != null)
    parts.push("no later probe got it from cache");
  return parts.join(", ");
}
