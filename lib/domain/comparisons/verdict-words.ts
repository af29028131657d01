import type { Verdict } from "@/lib/schemas/comparisons";
import { reachesOthers, riskTiers } from "@/lib/schemas/purge-policy";
import { proofOutcomes, type VerdictCode } from "@/lib/schemas/words";
import {
  byStart,
  type ComparisonEvidence,
  describe,
  type ProbeEvidence,
  type PurgeEvidence,
} from "./evidence";
import { type PlaceJudgement, splitByPurge } from "./judge-place";

type Said = Partial<Omit<Verdict, "code" | "summary" | "variants">>;

/** A verdict; what is not said of it is empty. What became of each variant is added at the end. */
export function verdict(code: VerdictCode, summary: string, said: Said = {}): Verdict {
  const { outcome = proofOutcomes[code], confidence = "none" } = said;
  const { reasons = [], missing = [], colos = [] } = said;
  return {
    code,
    outcome,
    summary,
    confidence,
    reasons: [...new Set(reasons)],
    missing: [...new Set(missing)],
    colos: [...new Set(colos)].sort(),
    variants: [],
  };
}

/** "FRA", "AMS and FRA", "default, German and Euro". */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}

/** "FRA only", "AMS and FRA only": what was seen, and no more. */
export function seenFrom(places: readonly PlaceJudgement[]): string {
  const colos = [...new Set(places.map(({ colo }) => colo))].sort();
  return `Seen from ${listed(colos) || "no data centre"} only.`;
}

/** A variant in words. */
export const variantWord = (name: string | null): string => name ?? "the default copy";

/** The probes that got an answer, in the order in which they were sent. */
export function answered(probes: readonly ProbeEvidence[]): ProbeEvidence[] {
  return probes
    .filter(({ error, httpStatus }) => error === null && httpStatus !== null)
    .sort(byStart);
}

/** Those of the default variant; where a page was asked for by its variants alone, all. */
export function ofDefault(probes: readonly ProbeEvidence[]): ProbeEvidence[] {
  const own = probes.filter(({ variant }) => variant === null);
  return own.length > 0 ? own : [...probes];
}

/** Each data centre by itself: what one served before is no "before" of what another serves after. */
function variantLines(slug: string, probes: readonly ProbeEvidence[], purge: PurgeEvidence) {
  const colos = [...new Set(probes.map(({ colo }) => colo))];
  const isVariant = probes.some(({ variant }) => variant !== null);
  const most = isVariant ? 1 : colos.length > 1 ? 2 : 3;
  const none = `${slug}: no answer before the purge`;
  if (colos.length === 0) return [none];
  return colos.flatMap((colo) => {
    const here = probes.filter((probe) => probe.colo === colo);
    const { before, after } = splitByPurge(here, purge);
    const last = before.at(-1);
    const noneHere = colos.length > 1 && colo !== null ? `${none} in ${colo}` : none;
    return [
      last === undefined ? noneHere : `${describe(slug, last)} (before)`,
      ...here
        .filter((probe) => !before.includes(probe) && !after.includes(probe))
        .map((probe) => `${describe(slug, probe)} (on its way when the purge was sent: neither)`),
      ...after.slice(0, most).map((probe) => `${describe(slug, probe)} (after)`),
    ];
  });
}

/** What the tier says of the control; empty: it is left alone by what was meant. */
function wideLines({ control }: ComparisonEvidence, { tier }: PurgeEvidence): string[] {
  if (!reachesOthers(tier)) return [];
  const whose = control === null ? "other tenants' copies" : `${control.slug}'s copy`;
  return [
    `By its tier the purge was meant for other tenants as well (${riskTiers[tier].label.toLowerCase()}): what became of ${whose} says nothing.`,
  ];
}

/** The answers that a verdict rests on, in words: the last before the purge, and the first since; then the origin's. */
export function linesOf(evidence: ComparisonEvidence, purge: PurgeEvidence): string[] {
  const { affected, control } = evidence;
  const all = answered(affected.probes);
  const names = [...new Set(all.map(({ variant }) => variant))];
  const lines = (names.length === 0 ? [null] : names).flatMap((name) =>
    variantLines(
      affected.slug,
      all.filter(({ variant }) => variant === name),
      purge,
    ),
  );
  const beside =
    control === null ? [] : variantLines(control.slug, ofDefault(answered(control.probes)), purge);
  return [...lines, ...beside, ...wideLines(evidence, purge)];
}

/** Why places are open, and what would tell. */
export const openWords = (places: readonly PlaceJudgement[]) => ({
  reasons: places.flatMap(({ colo, variant, why }) =>
    why.map((one) => `${colo}${variant === null ? "" : ` (${variant})`}: ${one}`),
  ),
  missing: places.flatMap(({ missing }) => missing),
});

/** What the origin said of what the edge serves, in words; empty: it did not say. */
export function originLines(slug: string, places: readonly PlaceJudgement[]): string[] {
  const having = (...words: PlaceJudgement["origin"][]) => {
    const found = places.filter(({ origin }) => words.includes(origin));
    return found.map(({ variant }) => variantWord(variant));
  };
  const [same, other] = [having("agrees"), having("differs", "moved_on")];
  return [
    ...(same.length === 0
      ? []
      : [
          `Origin: asked by itself, it delivers the same content as the edge (${listed(same)} of ${slug}).`,
        ]),
    ...(other.length === 0
      ? []
      : [
          `Origin: asked by itself, it delivers other content than the edge (${listed(other)} of ${slug}).`,
        ]),
  ];
}
