import type { Verdict } from "@/lib/schemas/comparisons";

/** When the first probe after the purge is made: Cloudflare's median of spreading is 0.15 s. Milliseconds. */
export const settleMs = 1_000;

/** How long to wait before the next round, by how many there were, in milliseconds. */
const backoffMs = [0, 1_200, 1_000, 1_500, 2_500, 4_000, 6_000, 8_000];
const longestMs = 10_000;

/** So many rounds are made before a verdict that more rounds may still better is taken as it is. */
const enoughRounds: Partial<Record<Verdict["code"], number>> = {
  verified: 4,
  too_broad: 3,
  unchanged: 4,
  old_content: 3,
};

/** Whether more probes could not change the verdict, or not for the better. */
function isFinal({ code, outcome, confidence }: Verdict, rounds: number): boolean {
  if (code === "not_cached" || code === "superseded") return true;
  const enough = enoughRounds[code];
  if (enough !== undefined) return rounds >= enough;
  return outcome === "verified" && confidence === "strong";
}

/**
 * What comes after a round of probes: the end, or another round.
 *
 * @param rounds how many there were since the purge
 * @param sinceMs how long ago Cloudflare accepted it, and for how long probes may go on, in milliseconds
 */
export function planNext(
  verdict: Verdict,
  { rounds, sinceMs, limitMs }: { rounds: number; sinceMs: number; limitMs: number },
): { end: true } | { end: false; waitMs: number } {
  if (isFinal(verdict, rounds) || sinceMs >= limitMs) return { end: true };
  const waitMs = backoffMs[rounds] ?? longestMs;
  return { end: false, waitMs: Math.min(waitMs, Math.max(200, limitMs - sinceMs)) };
}
