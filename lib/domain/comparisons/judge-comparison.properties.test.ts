import fc from "fast-check";
import { expect, test } from "vitest";
import type { VariantCoverage } from "@/lib/schemas/comparisons";
import type { RiskTierId } from "@/lib/schemas/purge-policy";
import type { PurgeMethod } from "@/lib/schemas/words";
import {
  answeredAt,
  type ComparisonEvidence,
  type ProbeEvidence,
  type PurgeEvidence,
  spreadMs,
} from "./evidence";
import { judgeComparison } from "./judge-comparison";

const epoch = Date.parse("2026-03-01T12:00:00Z");
const sentAt = new Date(epoch);
const acceptedAt = new Date(epoch + 100);
const oldStoredAt = epoch - 100_000;

const colo = fc.constantFrom("FRA", "FRA", "FRA", "FRA", "AMS");
const when = fc.integer({ min: -20_000, max: 40_000 });
const statuses = ["HIT", "HIT", "MISS", "EXPIRED", "REVALIDATED", "UPDATING", "STALE", "BYPASS"];

function probeAt(ms: number, over: Partial<ProbeEvidence>): ProbeEvidence {
  const startedAt = new Date(epoch + ms);
  return {
    startedAt,
    httpStatus: 200,
    cacheStatus: "HIT",
    age: null,
    ttfbMs: 20,
    colo: "FRA",
    variant: null,
    fingerprint: "old",
    edgeDate: new Date(Math.floor(startedAt.getTime() / 1000) * 1000),
    error: null,
    ...over,
  };
}

const ageAt = (ms: number, storedAt: number) => Math.floor((epoch + ms - storedAt) / 1000);

/** Mostly what an honest edge answers: the copy from before, a MISS, the copy since; else anything. */
const anyProbe = fc
  .record({
    ms: when,
    place: colo,
    kind: fc.constantFrom("kept", "kept", "cold", "since", "wild"),
    status: fc.constantFrom(...statuses),
    age: fc.option(fc.integer({ min: 0, max: 120 })),
    print: fc.constantFrom("old", "new", "other"),
    // Its content is another one, too: what is old of one copy is not old of the other.
    variant: fc.constantFrom(null, null, null, null, null, null, "German"),
  })
  .map(({ ms, place, kind, status, age, print, variant }) => {
    const word = (content: string) => (variant === null ? content : `${content}, ${variant}`);
    const seen = { colo: place, variant, fingerprint: word(print) };
    if (kind === "kept")
      return probeAt(ms, { ...seen, age: ageAt(ms, oldStoredAt), fingerprint: word("old") });
    if (kind === "cold") return probeAt(ms, { ...seen, cacheStatus: "MISS" });
    if (kind === "since" && ms > 5_000)
      return probeAt(ms, { ...seen, age: ageAt(ms, epoch + 3_000) });
    return probeAt(ms, { ...seen, cacheStatus: status, age });
  });

const originAnswer = fc
  .record({ ms: when, content: fc.constantFrom("old", "new", "new", "other") })
  .map(({ ms, content }) => ({
    startedAt: new Date(epoch + ms),
    variant: null,
    fingerprint: content,
    tags: ["tenant:42"],
  }));
const originAnswers = fc
  .oneof(fc.constant([] as never[]), fc.array(originAnswer, { maxLength: 4 }))
  .map((all) => [...all].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime()));

const inOrder = (probes: ProbeEvidence[]) =>
  [...probes].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
const side = fc.array(anyProbe, { minLength: 1, maxLength: 6 }).map(inOrder);
const warmSide = side.map((probes) =>
  inOrder([probeAt(-15_000, { age: ageAt(-15_000, oldStoredAt) }), ...probes]),
);

const evidence: fc.Arbitrary<ComparisonEvidence & { purge: PurgeEvidence }> = fc
  .record({
    affected: warmSide,
    control: warmSide,
    method: fc.constantFrom<PurgeMethod>("purge", "invalidate"),
    tieredCache: fc.boolean(),
    newerMs: fc.option(fc.integer({ min: 1_000, max: 40_000 }), { freq: 8 }),
    origin: originAnswers,
    coverage: fc.constantFrom<VariantCoverage>("by_tag", "left", "covered"),
    tier: fc.constantFrom<RiskTierId>(
      "tenant",
      "tenant",
      "object",
      "section",
      "shared",
      "everything",
    ),
  })
  .map(({ affected, control, method, tieredCache, newerMs, origin, coverage, tier }) => ({
    affected: { slug: "acme", probes: affected },
    control: { slug: "globex", probes: control },
    purge: {
      ...{ method, sentAt, acceptedAt, targets: "tenant:42", covers: null, tags: ["tenant:42"] },
      tier,
    },
    controlReached: false,
    tieredCache,
    write: null,
    newer: newerMs === null ? null : { kind: "purge" as const, at: new Date(epoch + newerMs) },
    origin,
    variants: [
      { name: null, canProbe: true, coverage: "by_tag" as const },
      { name: "German", canProbe: true, coverage },
    ],
  }));

const runs = { numRuns: 20_000 };

/** The affected page's answers since the purge, wherever they came from. */
function counted(given: ComparisonEvidence): ProbeEvidence[] {
  const until = given.newer?.at.getTime() ?? Infinity;
  return given.affected.probes.filter(
    (probe) => probe.startedAt >= acceptedAt && probe.startedAt.getTime() < until,
  );
}

/** Whether a probe was the first to fill the copy of a variant that another one met. */
function hadNoOldCopy({ affected }: ComparisonEvidence, { colo, variant }: ProbeEvidence): boolean {
  const first = affected.probes.find((probe) => probe.colo === colo && probe.variant === variant);
  return first?.cacheStatus === "MISS";
}

test("verified is never said when an answer that counts had the content or the copy from before", () => {
  let said = 0;
  fc.assert(
    fc.property(evidence, (given) => {
      const verdict = judgeComparison(given);
      if (verdict.outcome !== "verified") return;
      said += 1;
      const oldContent = new Set(
        given.affected.probes
          .filter((probe) => answeredAt(probe) <= sentAt.getTime())
          .map(({ fingerprint }) => fingerprint),
      );
      const since = counted(given);
      const settled = since.filter(
        ({ startedAt }) => startedAt.getTime() >= acceptedAt.getTime() + spreadMs,
      );
      expect(settled.length).toBeGreaterThan(0);
      for (const probe of settled) {
        // Another copy than the default one may not have been stale: the origin says so, or a probe had filled it.
        if (probe.variant === null || !hadNoOldCopy(given, probe))
          expect(oldContent).not.toContain(probe.fingerprint);
        expect(["UPDATING", "STALE"]).not.toContain(probe.cacheStatus);
        const sincePurge = (probe.startedAt.getTime() + 20 - sentAt.getTime()) / 1000;
        if (probe.cacheStatus === "HIT" && probe.age !== null)
          expect(probe.age).toBeLessThan(sincePurge + 0.1);
      }
    }),
    runs,
  );
  expect(said).toBeGreaterThan(100);
});

/** The control's answers around the purge, of a copy whose effect is claimed. */
function controlOf(here: ProbeEvidence[]) {
  const pairs = [null, "German"].map((name) => {
    const of = here.filter(({ variant }) => variant === name);
    return {
      before: of.findLast((probe) => answeredAt(probe) <= sentAt.getTime()),
      after: of.find(({ startedAt }) => startedAt.getTime() >= acceptedAt.getTime() + spreadMs),
    };
  });
  const kept = pairs.find(
    ({ before, after }) => before?.cacheStatus === "HIT" && after?.cacheStatus === "HIT",
  );
  return kept ?? pairs[0] ?? { before: undefined, after: undefined };
}

test("isolated is never said unless the control was warm before, in the same colo, and is the same copy after", () => {
  let said = 0;
  fc.assert(
    fc.property(evidence, (given) => {
      const verdict = judgeComparison(given);
      if (verdict.code !== "isolated" && verdict.code !== "refilled") return;
      said += 1;
      expect(verdict.colos.length).toBeGreaterThan(0);
      for (const place of verdict.colos) {
        const here = given.control?.probes.filter((probe) => probe.colo === place) ?? [];
        const { before, after } = controlOf(here);
        expect(before?.cacheStatus).toBe("HIT");
        expect(after?.cacheStatus).toBe("HIT");
        expect(after?.fingerprint).toBe(before?.fingerprint);
        const storedAt = (probe?: ProbeEvidence) =>
          (probe?.startedAt.getTime() ?? 0) - (probe?.age ?? 0) * 1000;
        expect(Math.abs(storedAt(after) - storedAt(before))).toBeLessThan(1_200);
        expect(storedAt(after)).toBeLessThanOrEqual(sentAt.getTime());
      }
    }),
    runs,
  );
  expect(said).toBeGreaterThan(30);
});

test("what cannot be told names what is missing, and no verdict speaks of a data centre that was not asked", () => {
  fc.assert(
    fc.property(evidence, (given) => {
      const verdict = judgeComparison(given);
      if (verdict.code === "not_comparable") expect(verdict.missing).not.toEqual([]);
      const asked = new Set(given.affected.probes.map((probe) => probe.colo));
      for (const place of verdict.colos) expect(asked).toContain(place);
    }),
    runs,
  );
});

test("verified is never said of content that the origin contradicts, nor of a page with a copy left that nobody saw", () => {
  let said = 0;
  fc.assert(
    fc.property(evidence, (given) => {
      const verdict = judgeComparison({ ...given, newer: null });
      if (verdict.outcome !== "verified") return;
      const unseen = verdict.variants.filter(
        ({ coverage, result }) => coverage === "left" && result === "not_probed",
      );
      expect(unseen).toEqual([]);
      expect(verdict.variants.map(({ result }) => result)).not.toContain("old");
      const [newest, second] = given.origin.toReversed();
      if (newest === undefined || newest.fingerprint !== second?.fingerprint) return;
      said += 1;
      // Where the default copy is what is claimed, it is what the origin says.
      const isFresh = verdict.variants.some(
        ({ name, result }) => name === null && result === "fresh",
      );
      if (!isFresh) return;
      for (const colo of verdict.colos) {
        const last = given.affected.probes.findLast(
          (probe) => probe.colo === colo && probe.variant === null && probe.startedAt >= acceptedAt,
        );
        if (last !== undefined) expect(last.fingerprint).toBe(newest.fingerprint);
      }
    }),
    runs,
  );
  expect(said).toBeGreaterThan(10);
});

test("UPDATING and STALE since the purge has spread are old content, whatever the control did", () => {
  fc.assert(
    fc.property(evidence, fc.constantFrom("UPDATING", "STALE"), (given, cacheStatus) => {
      const last = probeAt(60_000, { cacheStatus, age: 5, fingerprint: "new" });
      const probes = [...given.affected.probes, last];
      const verdict = judgeComparison({
        ...given,
        newer: null,
        affected: { ...given.affected, probes },
      });
      expect(verdict).toMatchObject({ code: "not_purged", outcome: "not_verified" });
    }),
    { numRuns: 5_000 },
  );
});

test("of a purge that was meant for others too the control decides nothing", () => {
  let said = 0;
  fc.assert(
    fc.property(evidence, fc.constantFrom<RiskTierId>("shared", "everything"), (given, tier) => {
      const purge = { ...given.purge, tier };
      const verdict = judgeComparison({ ...given, purge });
      expect(["isolated", "refilled", "verified", "too_broad"]).not.toContain(verdict.code);
      const alone = judgeComparison({ ...given, control: null, purge });
      const { summary, reasons } = alone;
      expect({ ...verdict, summary, reasons }).toEqual(alone);
      // Of the affected page as much is said as without a control, and no more.
      const narrow = judgeComparison({
        ...given,
        control: null,
        purge: { ...given.purge, tier: "tenant" },
      });
      expect(verdict.outcome).toBe(narrow.outcome);
      if (verdict.code !== "wide") return;
      said += 1;
      expect(narrow.code).toBe("verified");
      expect(verdict.summary).not.toMatch(/globex|isolated|stayed warm/i);
      expect(verdict.reasons.join("\n")).toMatch(/meant for other tenants as well.*says nothing/);
    }),
    runs,
  );
  expect(said).toBeGreaterThan(100);
});
