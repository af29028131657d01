import type { Verdict } from "@/lib/schemas/comparisons";
import type { ComparisonEvidence, PurgeEvidence } from "./evidence";
import { carriesTag } from "./judge-origin";
import type { Effect, PlaceJudgement } from "./judge-place";
import { linesOf, listed, originLines, variantWord, verdict } from "./verdict-words";

interface Found {
  old: PlaceJudgement[];
  all: PlaceJudgement[];
}

/** Why the purge did not reach the page, as far as the origin tells. */
function whyNot({ origin }: ComparisonEvidence, { targets, tags, covers }: PurgeEvidence) {
  if (covers !== null) return [];
  switch (carriesTag(origin, tags)) {
    case true:
      return [`The origin's Cache-Tag names ${targets}: the purge was not carried out here.`];
    case false:
      return [
        `The origin's Cache-Tag does not name ${targets}: the page does not carry it, so this purge cannot reach it.`,
      ];
    case null:
      return [
        `Either the purge was not carried out, or the page does not carry ${targets}: only the origin's Cache-Tag header can tell.`,
      ];
  }
}

function whyLeft(
  { variants }: ComparisonEvidence,
  { targets }: PurgeEvidence,
  name: string | null,
) {
  const coverage = variants.find((variant) => variant.name === name)?.coverage;
  return coverage === "left"
    ? `The purge left ${variantWord(name)}: it named ${targets}, which is another copy.`
    : `The purge left ${variantWord(name)}.`;
}

/** Where the copy from before is gone. */
const replaced: ReadonlySet<Effect> = new Set([
  "fresh",
  "overtaken",
  "unsettled",
  "same",
  "current",
]);

function summaryOf(slug: string, { old, all }: Found): string {
  const kept = new Set(old.map(({ variant }) => variant));
  const gone = all.filter(({ effect, variant }) => replaced.has(effect) && !kept.has(variant));
  const names = [...kept].map(variantWord);
  if (gone.length > 0 && kept.size > 0)
    return `Not purged everywhere: ${slug} got a new copy of ${listed(gone.map(({ variant }) => variantWord(variant)))}, and still gets the one from before the purge of ${listed(names)}.`;
  return `Not purged: ${slug} still gets the copy from before the purge, although Cloudflare accepted it.`;
}

/** Somewhere the copy from before the purge is still served. */
export function judgeOld(
  evidence: ComparisonEvidence,
  purge: PurgeEvidence,
  found: Found,
): Verdict {
  const { slug } = evidence.affected;
  const { old } = found;
  const variants = [...new Set(old.map(({ variant }) => variant))];
  const isPartial = found.all.some(({ variant }) => !variants.includes(variant));
  const named = variants.filter((one) => one !== null || isPartial);
  const notStale = old.every(({ origin }) => origin === "agrees");
  return verdict("not_purged", summaryOf(slug, found), {
    reasons: [
      ...linesOf(evidence, purge),
      ...originLines(slug, old),
      ...(notStale ? ["So what is served is not stale, though the purge did not reach it."] : []),
      ...named.map((variant) => whyLeft(evidence, purge, variant)),
      ...whyNot(evidence, purge),
    ],
    confidence: old.some(({ strength }) => strength === "strong") ? "strong" : "fair",
    colos: old.map(({ colo }) => colo),
  });
}
