import type { Verdict } from "@/lib/schemas/comparisons";
import type { VerdictCode } from "@/lib/schemas/words";
import type { ComparisonEvidence } from "./evidence";
import type { PlaceJudgement } from "./judge-place";
import { listed, variantWord } from "./verdict-words";

type Judged = [
  code: VerdictCode,
  summary: string,
  said: Partial<Omit<Verdict, "code" | "summary" | "variants">>,
];

interface Found {
  same: PlaceJudgement[];
  /** Where other content was seen. */
  fresh: PlaceJudgement[];
  /** The answers in words. */
  lines: string[];
}

/** Why the content should have become another one; null: nothing says that it should. */
function whyOld(evidence: ComparisonEvidence, { same, fresh }: Found) {
  const { write } = evidence;
  if (write?.early === true)
    return "The purge was sent before its write was committed: the edge asked the origin in between.";
  if (same.some(({ origin }) => origin === "differs" || origin === "moved_on"))
    return "The origin delivers other content by now: it was not ready when the edge asked it.";
  // Of the same variant only: what changes one may not show on another.
  if (same.some(({ variant }) => fresh.some((place) => place.variant === variant)))
    return "Another data centre got other content: the origin was not ready when this one asked it.";
  // A copy that was stored after the write showed it before the purge already.
  const showed = same.some(
    ({ oldStoredBy }) => oldStoredBy === null || oldStoredBy > (write?.committedAt.getTime() ?? 0),
  );
  if (write !== null && !showed)
    return "A write was committed before the purge, and the origin still delivered what was there before it.";
  return null;
}

/** Of which copies it is said, where others have other content; empty: of all. */
function sameOnly({ same, fresh }: Found): string {
  const names = same.map(({ variant }) => variant);
  return fresh.some(({ variant }) => !names.includes(variant))
    ? ` of ${listed(names.map(variantWord))}`
    : "";
}

/**
 * The copy from before the purge is gone, and the first fill since brought the same content. That is old content
 * when a write or the origin says that there is other; without such a sign nobody can tell from outside.
 */
export function judgeSame(evidence: ComparisonEvidence, found: Found): Judged {
  const { slug } = evidence.affected;
  const why = whyOld(evidence, found);
  const colos = found.same.map(({ colo }) => colo);
  if (why !== null)
    return [
      "old_content",
      `Old content again: ${slug}'s copy${sameOnly(found)} was replaced, and the first fill brought the old content back.`,
      { reasons: [why, ...found.lines], confidence: "fair", colos },
    ];
  const lost = found.same.some(({ control }) => control === "lost");
  const kept = found.same.some(({ control }) => control === "same_copy");
  const other = evidence.control?.slug ?? "";
  const of = sameOnly(found);
  const agrees = found.same.every(({ origin }) => origin === "agrees");
  const said = {
    outcome: "cannot_tell" as const,
    reasons: [...found.lines, `${slug}: the content is the same as before the purge`],
    missing: [
      agrees
        ? "A sign that the origin itself should deliver other content: a write on record"
        : "A sign that the content should be another one: a write on record, or the origin's own answer",
    ],
    colos,
  };
  if (lost)
    return [
      "too_broad",
      `Too broad: ${slug}'s copy${of} was replaced, and the control ${other} lost its copy as well.`,
      said,
    ];
  return [
    "unchanged",
    `Same content: ${slug}'s copy${of} was replaced by one with the same content${kept ? `, ${other} stayed warm` : ""}. ${agrees ? "The origin itself delivers the same: the cache holds nothing older than it." : "Whether it is the newest cannot be told from outside."}`,
    said,
  ];
}
