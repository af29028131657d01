import type { Verdict } from "@/lib/schemas/comparisons";
import type { ComparisonEvidence, ProbeEvidence, PurgeEvidence } from "./evidence";
import { judgeFresh } from "./judge-fresh";
import { judgeOld } from "./judge-old";
import { judgePlace, type PlaceJudgement, splitByPurge } from "./judge-place";
import { judgeSame } from "./judge-same";
import { answered, linesOf, openWords, originLines, verdict } from "./verdict-words";

export function pending(why: string, reasons: string[] = []): Verdict {
  return verdict("pending", `Pending: ${why}`, { reasons });
}

/** A variant that answers an error or a redirect is not judged by it. */
function isBroken(probes: readonly ProbeEvidence[], variant: string | null): boolean {
  const last = probes.findLast((probe) => probe.variant === variant);
  return variant !== null && (last?.httpStatus ?? 0) >= 300;
}

/** Whether a variant had no copy there before the probes of this comparison made one. */
function filledByProbe(probes: readonly ProbeEvidence[], { colo, variant }: PlaceJudgement) {
  const first = probes.find((probe) => probe.colo === colo && probe.variant === variant);
  return first?.cacheStatus === "MISS";
}

/**
 * A variant other than the default one may not have been stale at all. Where the origin delivers the content from
 * before, it was not; where the probes had filled its copy themselves, the same content again says nothing.
 */
function neverStale(probes: readonly ProbeEvidence[], place: PlaceJudgement): PlaceJudgement {
  if (place.variant === null || place.effect !== "same") return place;
  if (place.origin === "agrees") return { ...place, effect: "current", oldServed: false };
  if (place.origin !== "silent" || !filledByProbe(probes, place)) return place;
  const why = "it was not cached before the first probe, so the same content says nothing";
  return { ...place, effect: "open", oldServed: false, why: [why], missing: [] };
}

/** Each data centre and variant that answered since the purge, judged by itself. */
export function placesOf(evidence: ComparisonEvidence, purge: PurgeEvidence): PlaceJudgement[] {
  const affected = answered(evidence.affected.probes);
  const { before, after } = splitByPurge(affected, purge);
  const keys = new Map(
    after.flatMap(({ colo, variant }) =>
      colo === null ? [] : [[`${colo} ${variant ?? ""}`, { colo, variant }] as const],
    ),
  );
  return [...keys.values()].map(({ colo, variant }) => {
    const of = before.filter((probe) => probe.variant === variant);
    const oldContent = new Set(of.map(({ fingerprint }) => fingerprint));
    const place = judgePlace(
      { ...evidence, affected: { ...evidence.affected, probes: affected } },
      purge,
      { colo, variant, oldContent },
    );
    if (!isBroken(affected, variant)) return neverStale(affected, place);
    return { ...place, effect: "open", why: ["it answers an error"], missing: [] };
  });
}

/** Whether the content from before, or one that the origin contradicts, is served here: then nothing is verified. */
const rulesOut = ({ oldServed, origin, effect }: PlaceJudgement) =>
  oldServed || (effect === "open" && origin === "differs");

/** The verdict of what was seen in each place: the worst of it first. */
export function judgePlaces(
  evidence: ComparisonEvidence,
  purge: PurgeEvidence,
  places: PlaceJudgement[],
): Verdict {
  const affected = answered(evidence.affected.probes);
  const { after } = splitByPurge(affected, purge);
  const noneYet = "both sides are recorded; the effect of a purge is not yet probed.";
  if (after.length === 0) return pending(noneYet, ["No probe was made after the purge."]);
  if (places.length === 0)
    return verdict(
      "not_comparable",
      "Not comparable: the answers do not say which data centre they came from.",
      {
        reasons: ["Each data centre has a cache of its own."],
        missing: ["A cf-ray with the data centre's suffix"],
      },
    );
  const having = (effect: PlaceJudgement["effect"]) =>
    places.filter((place) => place.effect === effect);
  const [old, same, fresh] = [having("old"), having("same"), having("fresh")];
  if (old.length > 0) return judgeOld(evidence, purge, { old, all: places });
  const lines = [...linesOf(evidence, purge), ...originLines(evidence.affected.slug, places)];
  if (same.length > 0) return verdict(...judgeSame(evidence, { same, fresh, lines }));
  const overtaken = having("overtaken");
  if (overtaken.length > 0) return judgeOvertaken(evidence, overtaken, lines);
  if (having("unsettled").length > 0)
    return pending("the origin's newest answer is another one, and it is asked again.", lines);
  // Content from before that is still served anywhere rules it out, though its copy may be a new one.
  if (fresh.length > 0 && !places.some(rulesOut))
    return judgeFresh(evidence, { fresh, all: places, lines });
  if (having("spreading").length > 0)
    return pending("the purge was accepted moments ago and may still be spreading.", [
      "Answers count from 2 s after Cloudflare accepted it. Probe again.",
      ...lines,
    ]);
  return cannotTell(evidence, purge, { places, lines });
}

function judgeOvertaken(
  { affected: { slug } }: ComparisonEvidence,
  overtaken: PlaceJudgement[],
  lines: string[],
): Verdict {
  return verdict(
    "superseded",
    `Superseded: ${slug}'s copy was replaced, and the origin delivers newer content by now.`,
    {
      reasons: [
        "The new copy has what the origin delivered then; the page has changed since, so another purge is needed.",
        ...lines,
      ],
      colos: overtaken.map(({ colo }) => colo),
    },
  );
}

function cannotTell(
  evidence: ComparisonEvidence,
  purge: PurgeEvidence,
  { places, lines }: { places: PlaceJudgement[]; lines: string[] },
): Verdict {
  const { slug, probes } = evidence.affected;
  const { before } = splitByPurge(answered(probes), purge);
  const elsewhere =
    before.length > 0 && !before.some(({ colo }) => places.some((place) => place.colo === colo));
  const { reasons, missing } = openWords(places);
  const colos = [...new Set([...before, ...probes].map(({ colo }) => colo))].join(", ");
  return verdict(
    "not_comparable",
    elsewhere
      ? "Not comparable: the answers came from different data centres."
      : `Cannot tell: ${slug}'s answers do not show what the purge did.`,
    {
      reasons: [
        ...(elsewhere ? [`Data centres seen: ${colos}. Each has a cache of its own.`] : []),
        ...reasons,
        ...lines,
      ],
      missing: missing.length > 0 ? missing : [`Answers of ${slug}'s page that agree`],
    },
  );
}
