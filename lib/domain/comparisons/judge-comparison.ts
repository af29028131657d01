import type { Verdict } from "@/lib/schemas/comparisons";
import type { PurgeMethod, VerdictCode } from "@/lib/schemas/words";
import { type Copy, judgeCopy, type ProbeEvidence } from "./judge-copy";

export interface PurgeEvidence {
  method: PurgeMethod;
  /** When the first call that may have had an effect was sent, and when the accepting answer came. */
  sentAt: Date;
  acceptedAt: Date;
  /** The targets in words, for the reasons. */
  targets: string;
  /** Whether it names this page. null: it names tags, and the edge does not tell which a page carries. */
  covers: boolean | null;
}

export interface ComparisonEvidence {
  affected: { slug: string; probes: ProbeEvidence[] };
  control: { slug: string; probes: ProbeEvidence[] };
  /** null: no purge yet, or Cloudflare has not accepted it. */
  purge: PurgeEvidence | null;
  /** Other purges that named the control tenant since its first probe. */
  controlPurges: number;
}

/** A purge spreads within this time; until then an old copy proves nothing. Milliseconds. */
const spreadMs = 2_000;

const uncached = new Set(["DYNAMIC", "BYPASS", "NONE", "UNKNOWN", "NONE/UNKNOWN"]);

function verdict(code: VerdictCode, summary: string, reasons: string[]): Verdict {
  return { code, summary, reasons };
}

function describe(slug: string, probe: ProbeEvidence): string {
  const age = probe.age === null ? "" : `, Age ${probe.age} s`;
  const colo = probe.colo === null ? "" : ` in ${probe.colo}`;
  return `${slug}: ${probe.cacheStatus ?? "no cache status"}${age}${colo} at ${probe.startedAt.toISOString().slice(11, 19)} UTC`;
}

/** What makes any comparison impossible: no answer, an error page, several data centres. */
function obstacle({ affected, control }: ComparisonEvidence): Verdict | null {
  for (const { slug, probes } of [affected, control]) {
    const last = probes.at(-1);
    if (last === undefined) continue;
    if (last.error !== null || last.httpStatus === null) {
      return verdict("not_comparable", `Not comparable: ${slug}'s page gave no answer.`, [
        `${slug}: ${last.error ?? "no answer"}`,
      ]);
    }
    if (last.httpStatus >= 300) {
      return verdict(
        "not_comparable",
        `Not comparable: ${slug}'s page answered HTTP ${last.httpStatus}.`,
        [describe(slug, last)],
      );
    }
  }
  const answered = [...affected.probes, ...control.probes].filter(({ error }) => error === null);
  const colos = new Set(answered.map(({ colo }) => colo));
  if (colos.has(null)) {
    return verdict(
      "not_comparable",
      "Not comparable: the answers do not say which data centre they came from.",
      [
        "A cf-ray with the data centre's suffix is missing. Each data centre has a cache of its own.",
      ],
    );
  }
  if (colos.size > 1) {
    const seen = [...colos].join(", ");
    return verdict(
      "not_comparable",
      "Not comparable: the answers came from different data centres.",
      [`Data centres seen: ${seen}. Each has a cache of its own.`],
    );
  }
  return null;
}

function neverCached({ affected }: ComparisonEvidence): Verdict | null {
  const last = affected.probes.at(-1);
  if (last === undefined || !(last.cacheStatus === null || uncached.has(last.cacheStatus))) {
    return null;
  }
  return verdict(
    "not_cached",
    `Not cached: ${affected.slug}'s page does not come from Cloudflare's cache, so a purge cannot change it.`,
    [describe(affected.slug, last), "Look at the visitor's browser, or at the application itself."],
  );
}

/** What the probes after a purge say of one side. */
interface Side {
  copy: Copy;
  wasWarm: boolean;
  reasons: string[];
}

/** What a control does long after the purge has spread has other causes: it counts until then. */
function untilSettled(probes: ProbeEvidence[], { acceptedAt }: PurgeEvidence): ProbeEvidence[] {
  const settled = probes.findIndex(
    ({ startedAt }) => startedAt.getTime() >= acceptedAt.getTime() + spreadMs,
  );
  return settled < 0 ? probes : probes.slice(0, settled + 1);
}

function judgeSide(
  { slug, probes }: ComparisonEvidence["affected"],
  purge: PurgeEvidence,
  role: "affected" | "control",
): Side | null {
  const before = probes.filter(({ startedAt }) => startedAt < purge.sentAt);
  const all = probes.filter(({ startedAt }) => startedAt >= purge.acceptedAt);
  const after = role === "control" ? untilSettled(all, purge) : all;
  const [firstAfter] = after;
  if (firstAfter === undefined) return null;
  const lastBefore = before.at(-1);
  const judged = judgeCopy(after, lastBefore ?? null, purge);
  // A control proves something only by the same copy in every answer.
  const mixed =
    role === "control" &&
    judged.copy === "old" &&
    after.some(({ cacheStatus }) => cacheStatus !== "HIT");
  const copy = mixed
    ? { copy: "unclear" as const, why: ["not every answer was a HIT of its copy"] }
    : judged;
  const changed = firstAfter.fingerprint !== lastBefore?.fingerprint;
  const reasons = [
    ...(lastBefore === undefined
      ? [`${slug}: no probe before the purge`]
      : [`${describe(slug, lastBefore)} (before)`]),
    ...after.slice(0, 3).map((probe) => `${describe(slug, probe)} (after)`),
    ...(lastBefore === undefined
      ? []
      : [
          `${slug}: the content is ${changed ? "another one than" : "the same as"} before the purge`,
        ]),
    ...copy.why.map((why) => `${slug}: ${why}`),
  ];
  return { copy: copy.copy, wasWarm: lastBefore?.cacheStatus === "HIT", reasons };
}

function doubt(reason: string, reasons: string[]): Verdict {
  return verdict("not_comparable", `Cannot tell: ${reason}`, reasons);
}

function judgeBoth(evidence: ComparisonEvidence, affected: Side, control: Side): Verdict {
  const { slug } = evidence.affected;
  const other = evidence.control.slug;
  const reasons = [...affected.reasons, ...control.reasons];
  if (affected.copy === "old" || affected.copy === "stale") {
    return verdict(
      "not_purged",
      `Not purged: ${slug} still gets the copy from before the purge, although Cloudflare accepted it.`,
      [...reasons, ...(evidence.purge?.covers === null ? [tagDoubt(evidence.purge.targets)] : [])],
    );
  }
  if (affected.copy === "unclear") return doubt(`${slug}'s answers do not show it.`, reasons);
  if (affected.copy === "cold" && !affected.wasWarm) {
    return doubt(
      `${slug}'s page was not seen as HIT before the purge, so being cold proves nothing.`,
      reasons,
    );
  }
  if (control.copy === "unclear" || control.copy === "stale")
    return doubt(`${other}'s answers do not show it.`, reasons);
  if (control.copy === "old" && control.wasWarm) return success(evidence, affected.copy, reasons);
  if (!control.wasWarm) {
    return doubt(
      `the control ${other} was not warm before the purge, so it proves nothing.`,
      reasons,
    );
  }
  if (evidence.controlPurges > 0) {
    return doubt(`the control ${other} was purged itself in between.`, reasons);
  }
  return verdict(
    "too_broad",
    `Too broad: ${slug} was refreshed, and the control ${other} lost its copy as well.`,
    reasons,
  );
}

function tagDoubt(targets: string): string {
  return `Either the purge was not carried out, or the page does not carry ${targets}: only the origin's Cache-Tag header can tell.`;
}

function success(evidence: ComparisonEvidence, copy: "cold" | "refilled", reasons: string[]) {
  const { slug } = evidence.affected;
  const other = evidence.control.slug;
  const colo = evidence.affected.probes.at(-1)?.colo ?? "one data centre";
  return copy === "cold"
    ? verdict(
        "isolated",
        `Isolated: ${slug} was refreshed, ${other} stayed warm. Seen from ${colo} only.`,
        reasons,
      )
    : verdict(
        "refilled",
        `Refilled since: ${slug} already has a copy from after the purge, ${other} stayed warm. Seen from ${colo} only.`,
        reasons,
      );
}

/**
 * The verdict of a comparison, from its evidence alone (product rules 5 to 7). It never guesses: what the
 * evidence does not show is pending or not comparable, with what is missing.
 */
export function judgeComparison(evidence: ComparisonEvidence): Verdict {
  const early = obstacle(evidence) ?? neverCached(evidence);
  if (early !== null) return early;
  const { purge } = evidence;
  const pending = (reason: string) =>
    verdict(
      "pending",
      "Pending: both sides are recorded; the effect of a purge is not yet probed.",
      [reason],
    );
  if (purge === null) return pending("Cloudflare has not accepted a purge for this comparison.");
  if (purge.covers === false) {
    return doubt(`the purge did not name this page.`, [`The purge named ${purge.targets}.`]);
  }
  const affected = judgeSide(evidence.affected, purge, "affected");
  const control = judgeSide(evidence.control, purge, "control");
  if (affected === null || control === null) return pending("No probe was made after the purge.");
  const last = evidence.affected.probes.at(-1);
  const tooEarly =
    last !== undefined && last.startedAt.getTime() < purge.acceptedAt.getTime() + spreadMs;
  if ((affected.copy === "old" || affected.copy === "stale") && tooEarly) {
    return pending(
      "The old copy was still served moments after the purge: it may still be spreading. Probe again.",
    );
  }
  return judgeBoth(evidence, affected, control);
}
