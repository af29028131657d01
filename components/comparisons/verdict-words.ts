import type { VerdictCode } from "@/lib/schemas/words";

type VerdictTone = "fresh" | "cold" | "old" | "broken" | "outside" | "unknown" | "neutral";

/** The sentence without the word that stands before it on a badge. */
export function afterWord({ code, summary }: { code: VerdictCode; summary: string }): string {
  const start = `${verdictWords[code].word}: `;
  return summary.startsWith(start) ? summary.slice(start.length) : summary;
}

/** Each verdict's word and colour. The sentence that goes with it comes from the server. */
export const verdictWords: Record<VerdictCode, { word: string; tone: VerdictTone }> = {
  pending: { word: "Not judged yet", tone: "neutral" },
  isolated: { word: "Isolated", tone: "fresh" },
  verified: { word: "Verified", tone: "fresh" },
  unchanged: { word: "Same content", tone: "unknown" },
  old_content: { word: "Old content again", tone: "old" },
  superseded: { word: "Superseded", tone: "neutral" },
  not_purged: { word: "Not purged", tone: "old" },
  too_broad: { word: "Too broad", tone: "broken" },
  wide: { word: "Verified, wide", tone: "cold" },
  not_cached: { word: "Not cached", tone: "outside" },
  refilled: { word: "Refilled since", tone: "cold" },
  not_comparable: { word: "Not comparable", tone: "unknown" },
};
