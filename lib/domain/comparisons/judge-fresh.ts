import type { Verdict } from "@/lib/schemas/comparisons";
import type { ComparisonEvidence } from "./evidence";
import type { PlaceJudgement } from "./judge-place";
import { judgeVariants, unseenLeft, untold } from "./judge-variants";
import { listed, openWords, seenFrom, variantWord, verdict } from "./verdict-words";

interface Found {
  fresh: PlaceJudgement[];
  all: PlaceJudgement[];
  /** The answers in words. */
  lines: string[];
}

/** What must be said of variants beside a claim for the page; empty: all of them were seen. */
function limits(evidence: ComparisonEvidence, all: PlaceJudgement[]): string {
  const names = untold(judgeVariants(evidence, all)).map(({ name }) => variantWord(name));
  return names.length === 0 ? "" : ` Nothing is shown of ${listed(names)}.`;
}

/** What the purge left and nobody looked at keeps the page from being verified as a whole. */
function leftUnseen(evidence: ComparisonEvidence, { all, lines }: Found): Verdict | null {
  const left = unseenLeft(judgeVariants(evidence, all)).map(({ name }) => variantWord(name));
  if (left.length === 0) return null;
  const { slug } = evidence.affected;
  return verdict(
    "not_comparable",
    `Cannot tell for all of the page: ${slug} gets other content than before where it was probed, and the purge does not name ${listed(left)}.`,
    { reasons: lines, missing: [`An answer of ${listed(left)}, or a purge that names it`] },
  );
}

/** Wherever it was seen, the copy from before is gone and other content is served. */
export function judgeFresh(evidence: ComparisonEvidence, found: Found): Verdict {
  const { fresh, all, lines } = found;
  const unseen = leftUnseen(evidence, found);
  if (unseen !== null) return unseen;
  const { slug } = evidence.affected;
  const other = evidence.control?.slug ?? "";
  const isolated = fresh.filter(({ control }) => control === "same_copy");
  const lost = fresh.filter(({ control }) => control === "lost");
  const claimed = lost.length > 0 ? lost : isolated.length > 0 ? isolated : fresh;
  const isRefilled = claimed.every(({ refilled }) => refilled);
  const isStrong = claimed.every(({ strength }) => strength === "strong");
  const said = {
    reasons: [
      ...lines,
      `${slug}: the content is another one than before the purge`,
      ...(isRefilled
        ? [
            `No probe since the purge met the origin: a visitor of ${slug}, or another probe, had filled the new copy before.`,
          ]
        : []),
    ],
    confidence: isStrong ? ("strong" as const) : ("fair" as const),
    colos: claimed.map(({ colo }) => colo),
  };
  const limit = limits(evidence, all);
  if (lost.length > 0)
    return verdict(
      "too_broad",
      `Too broad: ${slug} was refreshed, and the control ${other} lost its copy as well.${limit}`,
      said,
    );
  const seen = `${seenFrom(claimed)}${limit}`;
  if (fresh.some(({ control }) => control === "meant"))
    return verdict(
      "wide",
      `Verified, wide: ${slug} gets other content than before the purge. It was meant for other tenants as well, so nothing is said of theirs. ${seen}`,
      said,
    );
  if (isolated.length === 0) {
    const { reasons: why, missing } = openWords(fresh);
    return verdict(
      "verified",
      `Verified: ${slug} gets other content than before the purge. Nothing is shown of other tenants. ${seen}`,
      { ...said, reasons: [...said.reasons, ...why], missing },
    );
  }
  return isRefilled
    ? verdict(
        "refilled",
        `Refilled since: ${slug} already has a copy from after the purge, ${other} stayed warm. ${seen}`,
        said,
      )
    : verdict("isolated", `Isolated: ${slug} was refreshed, ${other} stayed warm. ${seen}`, said);
}
