import { reachesOthers } from "@/lib/schemas/purge-policy";
import { ageAllowance } from "./clock-skew";
import {
  answeredAt,
  type ComparisonEvidence,
  type ProbeEvidence,
  type PurgeEvidence,
  spreadMs,
} from "./evidence";
import { type Sign, signOf, storedBetween } from "./judge-copy";
import { originWord, type OriginWord } from "./judge-origin";

/**
 * What became of the affected page in one data centre. fresh: the copy from before is gone and other content is
 * served. overtaken: so it is, and the origin delivers newer content by now. unsettled: so it is, and the origin's
 * newest answer is another one. same: the copy is gone, and what the origin delivered then is what was there before.
 * current: the same of a variant, and the origin itself delivers it, so that it was never old.
 * old: visitors still get it. spreading: only moments have passed. uncached: no cache holds it. open: the answers do
 * not show it.
 */
export type Effect =
  | "fresh"
  | "overtaken"
  | "unsettled"
  | "same"
  | "current"
  | "old"
  | "spreading"
  | "uncached"
  | "open";

/**
 * What became of the control: the same copy as before, another one or none, or not known. meant: the purge is of its
 * copy as well, so that whatever became of it says nothing.
 */
export type ControlState = "same_copy" | "lost" | "open" | "meant";

/** How an effect was seen. strong: two signs agree, and more than one answer gives them. */
export type Strength = "strong" | "fair" | "none";

/** One data centre and variant, judged by itself. */
export interface PlaceJudgement {
  colo: string;
  variant: string | null;
  effect: Effect;
  strength: Strength;
  /** Whether no probe since the purge met the origin: the new copy was there already. */
  refilled: boolean;
  /** Whether the content or the copy from before was served when the purge should have spread. */
  oldServed: boolean;
  control: ControlState;
  /** What the origin says of the content that is served here now. */
  origin: OriginWord;
  /** When the copy that was served before the purge was stored at the latest, epoch ms; null: not known. */
  oldStoredBy: number | null;
  /** Why it is open, and what would tell. */
  why: string[];
  missing: string[];
}

/** The answers of one side from one data centre: those that were there before the purge went out, those since. */
interface Split {
  before: ProbeEvidence[];
  after: ProbeEvidence[];
}

/** An answer that was on its way when the purge was sent is of neither. */
export function splitByPurge(
  probes: readonly ProbeEvidence[],
  { sentAt, acceptedAt }: PurgeEvidence,
): Split {
  return {
    before: probes.filter((probe) => answeredAt(probe) <= sentAt.getTime()),
    after: probes.filter(({ startedAt }) => startedAt >= acceptedAt),
  };
}

interface Rules {
  tieredCache: boolean;
  allowanceMs: number;
  /** From when on an old copy is no longer one that the purge has not reached yet, epoch ms. */
  spreadBy: number;
  /** What was served before the purge, wherever it was seen. */
  oldContent: ReadonlySet<string | null>;
}

interface Signed {
  probe: ProbeEvidence;
  sign: Sign;
  late: boolean;
}

type Found = Pick<PlaceJudgement, "effect" | "strength" | "refilled" | "why" | "missing">;

const found = (effect: Effect, over: Partial<Found> = {}): Found => ({
  effect,
  strength: "fair",
  refilled: false,
  why: [],
  missing: [],
  ...over,
});

const open = (why: string, missing: string) =>
  found("open", { strength: "none", why: [why], missing: [missing] });

const isOldContent = ({ probe }: Signed, { oldContent }: Rules) =>
  oldContent.has(probe.fingerprint);

function effectOfFresh(signs: Signed[], firstFresh: number, rules: Rules): Found {
  const since = signs.filter(({ late }, index) => late || index >= firstFresh);
  const contents = since.map((one) => isOldContent(one, rules));
  const refilled = since.every(({ sign }) => sign !== "cold");
  if (contents.every(Boolean)) return found("same", { refilled });
  if (contents.some(Boolean))
    return open(
      "the content from before was served again, and other content as well",
      "Answers that agree with each other",
    );
  if (!since.some(({ late }) => late)) return found("spreading", { refilled });
  return found("fresh", { refilled, strength: since.length > 1 ? "strong" : "fair" });
}

/** The effect on the affected page, by its answers since the purge in the order in which they came. */
function judgeEffect(signs: Signed[], wasWarm: boolean, rules: Rules): Found {
  const last = signs.at(-1);
  if (last === undefined) return open("no answer since the purge", "An answer since the purge");
  if (last.sign === "uncached") return found("uncached");
  const firstFresh = signs.findIndex(({ sign }) => sign === "cold" || sign === "refilled");
  const oldSeen = signs.filter(
    ({ sign, late }, index) => sign === "old" && (late || (firstFresh >= 0 && index > firstFresh)),
  );
  if (oldSeen.length > 0) {
    if (last.sign === "old")
      return found("old", { strength: oldSeen.length > 1 ? "strong" : "fair" });
    return open(
      "the old copy was served when the purge should have spread, and another one as well",
      "Answers that agree with each other",
    );
  }
  if (signs.every(({ sign }) => sign === "old")) return found("spreading");
  if (!wasWarm)
    return open(
      "the page was not seen as HIT before the purge, so being cold proves nothing",
      "A HIT of the page before the purge, in the same data centre",
    );
  if (firstFresh < 0) {
    const words = [...new Set(signs.map(({ probe }) => probe.cacheStatus ?? "none"))].join(", ");
    return open(
      `${words} says nothing about the purge`,
      "A MISS, or a HIT whose Age tells that its copy is from after the purge",
    );
  }
  return effectOfFresh(signs, firstFresh, rules);
}

/** Holds what was seen at the edge to what the origin says itself: content that it contradicts is not fresh. */
function heldToOrigin(effect: Found, word: OriginWord): Found {
  if (effect.effect !== "fresh") return effect;
  switch (word) {
    case "agrees":
      return { ...effect, strength: "strong" };
    case "moved_on":
      return { ...effect, effect: "overtaken" };
    case "unsettled":
      return { ...effect, effect: "unsettled" };
    case "differs":
      return open(
        "the copy from before is gone, and the origin itself delivers other content than the new one",
        "An answer of the edge with what the origin delivers, or a rule for what of the page always changes",
      );
    case "silent":
      return effect;
  }
}

const controlOpen = (why: string, missing: string) => ({
  control: "open" as const,
  why: [why],
  missing: [missing],
});

/** What a control does long after the purge has spread has other causes: it counts until then. */
function untilSpread(after: ProbeEvidence[], spreadBy: number): ProbeEvidence[] {
  const settled = after.findIndex(({ startedAt }) => startedAt.getTime() >= spreadBy);
  return settled < 0 ? after : after.slice(0, settled + 1);
}

function judgeControl(
  { before, after }: Split,
  slug: string,
  controlReached: boolean,
  purge: PurgeEvidence,
  rules: Rules,
): Pick<PlaceJudgement, "control" | "why" | "missing"> {
  const lastBefore = before.at(-1);
  if (lastBefore?.cacheStatus !== "HIT")
    return controlOpen(
      `the control ${slug} was not warm before the purge, so it proves nothing`,
      `A HIT of ${slug}'s page before the purge, in the same data centre`,
    );
  const counted = untilSpread(after, rules.spreadBy);
  if ((counted.at(-1)?.startedAt.getTime() ?? 0) < rules.spreadBy)
    return controlOpen(
      `the control ${slug} was not probed once the purge had spread`,
      `A probe of ${slug}'s page ${spreadMs / 1000} s after the purge or later`,
    );
  const signs = counted.map((probe) => signOf(probe, purge, rules));
  if (signs.every((sign) => sign === "old") && counted.every((one) => one.cacheStatus === "HIT")) {
    const hits = [...before.filter((one) => one.cacheStatus === "HIT").slice(-1), ...counted];
    const stored = storedBetween(hits, rules.allowanceMs);
    const sameContent = counted.every((one) => one.fingerprint === lastBefore.fingerprint);
    if (sameContent && stored !== null && stored.earliest <= stored.latest)
      return { control: "same_copy", why: [], missing: [] };
    return controlOpen(
      `the control ${slug}'s answers are not of one copy`,
      `A control whose answers before and after are of one copy`,
    );
  }
  const lost = signs.some((sign) => sign === "cold" || sign === "refilled");
  if (!lost)
    return controlOpen(
      `the control ${slug}'s answers do not show whether it kept its copy`,
      `HITs of ${slug}'s page whose Age tells that its copy is older than the purge`,
    );
  if (controlReached)
    return controlOpen(
      `another purge reached the control ${slug} in between, or may have`,
      "A control that was left alone",
    );
  return { control: "lost", why: [], missing: [] };
}

/** When the copy that was served last before the purge was stored, at the latest; null: not known. */
function oldStoredBy(before: ProbeEvidence[], allowanceMs: number): number | null {
  const last = before.at(-1);
  if (last?.cacheStatus !== "HIT") return null;
  return storedBetween([last], allowanceMs)?.latest ?? null;
}

/** Judges the answers of one data centre and variant: nothing else is compared with them. */
export function judgePlace(
  evidence: ComparisonEvidence,
  purge: PurgeEvidence,
  place: { colo: string; variant: string | null; oldContent: ReadonlySet<string | null> },
): PlaceJudgement {
  const { colo, variant, oldContent } = place;
  const here = (probes: readonly ProbeEvidence[]) =>
    probes.filter((probe) => probe.colo === colo && probe.variant === variant);
  const affected = here(evidence.affected.probes);
  const control = here(evidence.control?.probes ?? []);
  const spreadBy = purge.acceptedAt.getTime() + spreadMs;
  const allowanceMs = ageAllowance([...affected, ...control]);
  const rules = { tieredCache: evidence.tieredCache, allowanceMs, spreadBy, oldContent };
  const { before, after } = splitByPurge(affected, purge);
  const signs = after.map((probe) => ({
    probe,
    sign: signOf(probe, purge, rules),
    late: probe.startedAt.getTime() >= spreadBy,
  }));
  const origin = originWord(
    evidence.origin.filter((answer) => answer.variant === variant),
    after.at(-1)?.fingerprint ?? null,
  );
  const seen = judgeEffect(signs, before.at(-1)?.cacheStatus === "HIT", rules);
  const effect = heldToOrigin(seen, origin);
  const other = reachesOthers(purge.tier)
    ? { control: "meant" as const, why: [], missing: [] }
    : evidence.control === null
      ? controlOpen(
          "there was no control tenant",
          "A control tenant: another one with this page on the zone",
        )
      : judgeControl(
          splitByPurge(control, purge),
          evidence.control.slug,
          evidence.controlReached,
          purge,
          rules,
        );
  return {
    colo,
    variant,
    ...effect,
    control: other.control,
    origin,
    oldServed: signs.some((one) => one.late && (one.sign === "old" || isOldContent(one, rules))),
    oldStoredBy: oldStoredBy(before, allowanceMs),
    why: [...effect.why, ...other.why],
    missing: [...effect.missing, ...other.missing],
  };
}
