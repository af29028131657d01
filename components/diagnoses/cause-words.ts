import type { Tone } from "@/components/ui/badge";
import type { DiagnosisSummary } from "@/lib/schemas/diagnoses";
import type { Confidence, StaleCause } from "@/lib/schemas/words";

/** Each cause's words and colour. The sentence that goes with it comes from the server. */
export const causeWords: Record<StaleCause, { word: string; tone: Tone }> = {
  not_cached: { word: "Never cached", tone: "outside" },
  not_stale: { word: "Nothing is stale at the edge", tone: "fresh" },
  not_purged: { word: "No purge was sent", tone: "old" },
  purge_failed: { word: "Sent and failed", tone: "broken" },
  before_commit: { word: "Sent before commit", tone: "old" },
  tag_missing: { word: "Accepted, but the page does not carry the tag", tone: "old" },
  other_variant: { word: "Another copy was purged", tone: "old" },
  refilled: { word: "Refilled with old content", tone: "old" },
  under_way: { word: "Still under way", tone: "cold" },
  not_carried_out: { word: "Accepted, and without effect", tone: "broken" },
  origin_failing: { word: "The origin does not answer the edge", tone: "broken" },
  cannot_tell: { word: "Cannot tell", tone: "unknown" },
};

/** How sure a cause is, for people. */
export const confidenceWords: Record<Confidence, string> = {
  strong: "The evidence shows it",
  fair: "Likely: part of it is inferred",
  none: "The evidence does not show it",
};

/** The sentence without the words that stand before it on a badge. */
export function afterCause({
  cause,
  summary,
}: Pick<DiagnosisSummary, "cause" | "summary">): string {
  const start = `${causeWords[cause].word}: `;
  const rest = summary.startsWith(start) ? summary.slice(start.length) : summary;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
