import type { CanaryOutcome, CanaryState } from "@/lib/schemas/canaries";

const dayMs = 24 * 60 * 60 * 1000;

/** A result as its row stands by it. */
export interface DatedOutcome {
  outcome: CanaryOutcome;
  at: Date;
}

/** Whether a result proves something. One that is unclear, or was not tried, proves nothing either way. */
export function isProof({ outcome }: DatedOutcome): boolean {
  return outcome === "passed" || outcome === "failed";
}

/**
 * How a row stands. What was never proven is never green, and a proof that is older than the policy has it is no
 * longer one.
 *
 * @param proof the newest result that proves something
 * @param newest the newest result of all
 */
export function canaryState(
  proof: DatedOutcome | null,
  newest: DatedOutcome | null,
  { oldAfterDays, now }: { oldAfterDays: number; now: Date },
): CanaryState {
  if (proof === null) return newest?.outcome ?? "not_tested";
  if (proof.outcome === "failed") return "failed";
  return now.getTime() - proof.at.getTime() > oldAfterDays * dayMs ? "old" : "passed";
}

/** Whether a row needs a person. */
export function isRed(state: CanaryState): boolean {
  return state === "failed" || state === "old";
}
