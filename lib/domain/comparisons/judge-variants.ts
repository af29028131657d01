import type { VariantResult, VariantVerdict } from "@/lib/schemas/comparisons";
import type { ComparisonEvidence, VariantEvidence } from "./evidence";
import type { Effect, PlaceJudgement } from "./judge-place";

const results: Record<Effect, VariantResult> = {
  fresh: "fresh",
  overtaken: "overtaken",
  unsettled: "open",
  same: "same",
  current: "current",
  old: "old",
  spreading: "open",
  uncached: "uncached",
  open: "open",
};

/** What is worst counts, wherever it was seen; what was seen counts before what is open elsewhere. */
const worstFirst: readonly VariantResult[] = [
  ...(["old", "same", "overtaken", "uncached", "fresh", "current", "open"] as const),
];

function resultOf(
  { name, canProbe }: VariantEvidence,
  { affected }: ComparisonEvidence,
  places: readonly PlaceJudgement[],
): Pick<VariantVerdict, "result" | "colos"> {
  if (!canProbe || !affected.probes.some(({ variant }) => variant === name))
    return { result: "not_probed", colos: [] };
  const seen = places
    .filter(({ variant }) => variant === name)
    .map(({ colo, effect, oldServed }) => ({
      colo,
      result: oldServed && effect === "open" ? ("old" as const) : results[effect],
    }));
  const result = worstFirst.find((one) => seen.some((each) => each.result === one)) ?? "open";
  const colos = seen.filter((each) => each.result === result).map(({ colo }) => colo);
  return { result, colos: colos.sort() };
}

/** What became of each of the page's variants, the default one first; empty for a page that has no other. */
export function judgeVariants(
  evidence: ComparisonEvidence,
  places: readonly PlaceJudgement[],
): VariantVerdict[] {
  return evidence.variants.map((variant) => ({
    name: variant.name,
    coverage: variant.coverage,
    ...resultOf(variant, evidence, places),
  }));
}

/** Copies that the purge does not name and nobody looked at: what they hold is what they held before. */
export function unseenLeft(variants: readonly VariantVerdict[]): VariantVerdict[] {
  return variants.filter(({ coverage, result }) => coverage === "left" && result === "not_probed");
}

/** Those of which nothing is shown. */
export function untold(variants: readonly VariantVerdict[]): VariantVerdict[] {
  return variants.filter(({ result }) => result === "not_probed" || result === "open");
}
