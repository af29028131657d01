import type { Verdict } from "@/lib/schemas/comparisons";
import { reachesOthers } from "@/lib/schemas/purge-policy";
import {
  type ComparisonEvidence,
  describe,
  type ProbeEvidence,
  type PurgeEvidence,
} from "./evidence";
import { isUncached } from "./judge-copy";
import { judgePlaces, pending, placesOf } from "./judge-places";
import { judgeVariants } from "./judge-variants";
import { answered, ofDefault, verdict } from "./verdict-words";

/** What makes a verdict impossible before any copy is looked at; null: nothing. */
function obstacle({ affected, control, purge }: ComparisonEvidence): Verdict | null {
  const isWide = purge !== null && reachesOthers(purge.tier);
  for (const { slug, probes } of control === null || isWide ? [affected] : [affected, control]) {
    const last = ofDefault(answered(probes)).at(-1);
    const silent = probes.at(-1);
    if (last === undefined && silent !== undefined)
      return verdict("not_comparable", `Not comparable: ${slug}'s page gave no answer.`, {
        reasons: [`${slug}: ${silent.error ?? "no answer"}`],
        missing: [`An answer of ${slug}'s page`],
      });
    if (last?.httpStatus != null && last.httpStatus >= 300)
      return verdict(
        "not_comparable",
        `Not comparable: ${slug}'s page answered HTTP ${last.httpStatus}.`,
        { reasons: [describe(slug, last)], missing: [`An answer of ${slug}'s page with HTTP 200`] },
      );
  }
  if (purge?.covers === false)
    return verdict("not_comparable", "Cannot tell: the purge did not name this page.", {
      reasons: [`The purge named ${purge.targets}.`],
      missing: ["A purge that names this page, or a probe of a page that it names"],
    });
  return null;
}

function neverCached({ slug, probes }: ComparisonEvidence["affected"]): Verdict | null {
  const last = ofDefault(answered(probes)).at(-1);
  if (last === undefined || !isUncached(last)) return null;
  return verdict(
    "not_cached",
    `Not cached: ${slug}'s page does not come from Cloudflare's cache, so a purge cannot change it.`,
    {
      reasons: [
        describe(slug, last),
        "Look at the visitor's browser, or at the application itself.",
      ],
      confidence: "fair",
      colos: last.colo === null ? [] : [last.colo],
    },
  );
}

/** The verdict of what is on record, with what became of each variant. */
function judged(evidence: ComparisonEvidence, purge: PurgeEvidence): Verdict {
  const places = placesOf(evidence, purge);
  return {
    ...judgePlaces(evidence, purge, places),
    variants: judgeVariants(evidence, places),
  };
}

/** What is proven of a purge stays proven when something newer comes: only answers from before that count. */
function judgeUntilNewer(evidence: ComparisonEvidence, purge: PurgeEvidence): Verdict {
  const { newer } = evidence;
  if (newer === null) return judged(evidence, purge);
  const until = <T extends { probes: ProbeEvidence[] }>(side: T): T => ({
    ...side,
    probes: side.probes.filter((probe) => probe.startedAt < newer.at),
  });
  const { affected, control } = evidence;
  const earlier = judged(
    {
      ...evidence,
      affected: until(affected),
      control: control && until(control),
      origin: evidence.origin.filter(({ startedAt }) => startedAt < newer.at),
    },
    purge,
  );
  if (earlier.outcome === "verified" || earlier.outcome === "not_verified") return earlier;
  const what =
    newer.kind === "write" ? "A newer write was committed" : "A newer purge of this page was sent";
  return {
    ...verdict(
      "superseded",
      `Superseded: ${newer.kind === "write" ? "a newer write" : "a newer purge of this page"} came before this one was proven.`,
      {
        reasons: [
          `${what} at ${newer.at.toISOString().slice(11, 19)} UTC: what is served since then says nothing of this purge.`,
          ...earlier.reasons,
        ],
        missing: earlier.missing,
      },
    ),
    variants: earlier.variants,
  };
}

/**
 * The verdict of a comparison, from its evidence alone (product rules 5 to 7); docs/verdicts.md has every case.
 * It never guesses: what the evidence does not show is pending or cannot be told, with what is missing.
 */
export function judgeComparison(evidence: ComparisonEvidence): Verdict {
  const { purge } = evidence;
  const early = obstacle(evidence) ?? neverCached(evidence.affected);
  const variants = () => judgeVariants(evidence, purge === null ? [] : placesOf(evidence, purge));
  if (early !== null) return { ...early, variants: variants() };
  if (purge === null)
    return {
      ...pending("both sides are recorded; the effect of a purge is not yet probed.", [
        "Cloudflare has not accepted a purge for this comparison.",
      ]),
      variants: variants(),
    };
  return judgeUntilNewer(evidence, purge);
}
