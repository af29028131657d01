import type { Tone } from "@/components/ui/badge";
import type { Canary, CanaryRow, CanaryRun, CanaryState } from "@/lib/schemas/canaries";

/** How a row stands, in a word and a sentence. What was not tested is never green. */
export const stateWords: Record<CanaryState, { word: string; tone: Tone; sentence: string }> = {
  passed: {
    word: "Passed",
    tone: "fresh",
    sentence: "The newest proof is for it, and still counts",
  },
  failed: { word: "Failed", tone: "broken", sentence: "The newest proof is against it" },
  old: {
    word: "Proof is old",
    tone: "broken",
    sentence: "It passed, longer ago than a proof counts",
  },
  unclear: { word: "Cannot tell", tone: "unknown", sentence: "Tried, and never shown either way" },
  not_tested: { word: "Not tested", tone: "unknown", sentence: "Nothing is proven" },
};

/** What a row is about. */
export function rowTitle({ pattern }: Pick<CanaryRow, "pattern">): string {
  return pattern ?? "A failed write purges nothing";
}

/** What makes a canary red: "tenant:{id} failed, the proof of invoice:{id} is old". */
export function whyRed({ rows }: Pick<Canary, "rows">): string {
  return rows
    .flatMap((row) => {
      if (row.state === "failed") return `${rowTitle(row)}: failed`;
      return row.state === "old" ? `${rowTitle(row)}: the proof is old` : [];
    })
    .join("; ");
}

/** "2 passed, 1 not tested": what a run came to. */
export function runInWords({ counts }: Pick<CanaryRun, "counts">): string {
  const parts = [
    [counts.passed, "passed"],
    [counts.failed, "failed"],
    [counts.unclear, "cannot tell"],
    [counts.not_tested, "not tested"],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return told.join(", ") || "Nothing was tried";
}

/** How many rows of a run have a result. */
export function doneOf({ counts }: Pick<CanaryRun, "counts">): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
