import fc from "fast-check";
import { expect, test } from "vitest";
import { type ComparisonEvidence, judgeComparison, type PurgeEvidence } from "./judge-comparison";
import type { ProbeEvidence } from "./judge-copy";

const epoch = Date.parse("2026-03-01T12:00:00Z");
const at = (seconds: number) => new Date(epoch + seconds * 1000);

/** A probe `seconds` after the purge was sent (negative: before). */
function probe(seconds: number, cacheStatus: string | null, rest: Partial<ProbeEvidence> = {}) {
  return {
    startedAt: at(seconds),
    httpStatus: 200,
    cacheStatus,
    age: null,
    ttfbMs: 20,
    colo: "FRA",
    fingerprint: "old",
    error: null,
    ...rest,
  };
}
const hit = (seconds: number, age: number | null, fingerprint = "old") =>
  probe(seconds, "HIT", { age, fingerprint });
const miss = (seconds: number) => probe(seconds, "MISS", { fingerprint: "new" });

const purge: PurgeEvidence = {
  method: "purge",
  sentAt: at(0),
  acceptedAt: at(0.1),
  targets: "tenant:42",
  covers: null,
};

function judge(
  affected: ProbeEvidence[],
  control: ProbeEvidence[],
  rest: Partial<ComparisonEvidence> = {},
) {
  return judgeComparison({
    affected: { slug: "acme", probes: affected },
    control: { slug: "globex", probes: control },
    purge,
    controlPurges: 0,
    ...rest,
  });
}

const warm = [hit(-5, 100)];
const untouched = [hit(-5, 100), hit(3, 108)];

const cases: [string, string, ReturnType<typeof judge>][] = [
  ["no purge yet", "pending", judge(warm, warm, { purge: null })],
  ["no probe since the purge", "pending", judge(warm, warm)],
  ["MISS, control the same copy", "isolated", judge([...warm, miss(3)], untouched)],
  [
    "MISS then HIT of the new copy",
    "isolated",
    judge([...warm, miss(3), hit(4, 1, "new")], [...untouched, hit(4, 109)]),
  ],
  ["EXPIRED, as under Tiered Cache", "isolated", judge([...warm, probe(3, "EXPIRED")], untouched)],
  [
    "REVALIDATED after an invalidate",
    "isolated",
    judge([...warm, probe(3, "REVALIDATED")], untouched, {
      purge: { ...purge, method: "invalidate" },
    }),
  ],
  [
    "REVALIDATED after a purge is no proof",
    "not_comparable",
    judge([...warm, probe(3, "REVALIDATED")], untouched),
  ],
  ["HIT of the old copy", "not_purged", judge([...warm, hit(3, 108)], untouched)],
  ["UPDATING serves old bytes", "not_purged", judge([...warm, probe(3, "UPDATING")], untouched)],
  ["STALE serves old bytes", "not_purged", judge([...warm, probe(3, "STALE")], untouched)],
  [
    "old copy moments after the purge may still be spreading",
    "pending",
    judge([...warm, hit(1, 106)], [...warm, hit(1, 106)]),
  ],
  [
    "old copy at first, MISS once it has spread",
    "isolated",
    judge([...warm, hit(1, 106), miss(3)], [...warm, hit(1, 106), hit(3, 108)]),
  ],
  [
    "HIT of a copy filled after the purge",
    "refilled",
    judge([...warm, hit(10, 4, "new")], [...warm, hit(10, 115)]),
  ],
  ["control MISS as well", "too_broad", judge([...warm, miss(3)], [...warm, miss(3)])],
  [
    "control refilled by somebody else",
    "too_broad",
    judge([...warm, miss(10)], [...warm, hit(10, 4)]),
  ],
  [
    "control purged itself in between",
    "not_comparable",
    judge([...warm, miss(3)], [...warm, miss(3)], { controlPurges: 1 }),
  ],
  [
    "control cold before",
    "not_comparable",
    judge([...warm, miss(3)], [probe(-5, "MISS"), probe(3, "HIT", { age: 8 })]),
  ],
  ["affected cold before", "not_comparable", judge([probe(-5, "MISS"), miss(3)], untouched)],
  ["nothing seen before the purge", "not_comparable", judge([miss(3)], [hit(3, 108)])],
  ["control without an Age", "not_comparable", judge([...warm, miss(3)], [...warm, hit(3, null)])],
  [
    "control with other content",
    "not_comparable",
    judge([...warm, miss(3)], [...warm, hit(3, 108, "other")]),
  ],
  [
    "control UPDATING may have been invalidated",
    "not_comparable",
    judge([...warm, miss(3)], [...warm, probe(3, "UPDATING")]),
  ],
  [
    "control expires by itself long after",
    "isolated",
    judge([...warm, miss(3), hit(90, 87, "new")], [...untouched, probe(90, "EXPIRED")]),
  ],
  [
    "another data centre",
    "not_comparable",
    judge([...warm, probe(3, "MISS", { colo: "AMS" })], untouched),
  ],
  [
    "no data centre named",
    "not_comparable",
    judge([...warm, probe(3, "MISS", { colo: null })], untouched),
  ],
  [
    "no answer",
    "not_comparable",
    judge(
      [...warm, probe(3, null, { httpStatus: null, error: "The edge did not answer." })],
      untouched,
    ),
  ],
  [
    "an error page",
    "not_comparable",
    judge([...warm, probe(3, "MISS", { httpStatus: 503 })], untouched),
  ],
  ["DYNAMIC", "not_cached", judge([probe(-5, "DYNAMIC")], warm, { purge: null })],
  ["BYPASS", "not_cached", judge([probe(-5, "BYPASS"), probe(3, "BYPASS")], untouched)],
  ["no cache status at all", "not_cached", judge([probe(-5, null)], warm, { purge: null })],
  [
    "the purge named other pages",
    "not_comparable",
    judge([...warm, hit(3, 108)], untouched, { purge: { ...purge, covers: false } }),
  ],
  [
    "stored within a second of the purge",
    "not_comparable",
    judge([hit(-0.4, 0), hit(3.3, 3)], [...warm, hit(3.3, 108)]),
  ],
  [
    "older copy served again after the origin answered",
    "not_comparable",
    judge([...warm, miss(3), hit(4, 109)], untouched),
  ],
];

test.each(cases)("%s: %s", (_, expected, verdict) => {
  expect(verdict.code).toBe(expected);
  expect(verdict.summary.length).toBeGreaterThan(20);
});

const status = fc.constantFrom("MISS", "EXPIRED", "REVALIDATED", "UPDATING", "STALE", "HIT");
const when = fc.integer({ min: -60_000, max: 60_000 }).map((ms) => ms / 1000);
const colo = fc.constantFrom("FRA", "FRA", "FRA", "FRA", "FRA", "FRA", "FRA", "AMS");
const wild = fc
  .record({
    status,
    age: fc.option(fc.integer({ min: 0, max: 200 })),
    print: fc.constantFrom("old", "new"),
  })
  .map(({ status: cacheStatus, age, print }) => ({ cacheStatus, age, fingerprint: print }));
/** Mostly what an honest edge answers: the copy stored at -100 s, or a MISS; else anything. */
const anyProbe = fc
  .tuple(when, fc.constantFrom("copy", "copy", "copy", "miss", "wild"), wild, colo)
  .map(([seconds, kind, anything, place]) => {
    if (kind === "copy") return { ...hit(seconds, Math.floor(seconds + 100)), colo: place };
    return probe(seconds, "MISS", {
      colo: place,
      ...(kind === "wild" ? anything : { fingerprint: "new" }),
    });
  });
const inOrder = (probes: ProbeEvidence[]) =>
  [...probes].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
const evidence = fc.tuple(
  fc.array(anyProbe, { minLength: 1, maxLength: 5 }).map(inOrder),
  fc.array(anyProbe, { minLength: 1, maxLength: 5 }).map(inOrder),
);

test("isolated is never said unless both were warm before, in one data centre, and the control kept its copy", () => {
  let isolated = 0;
  fc.assert(
    fc.property(evidence, ([affected, control]) => {
      if (judge(affected, control).code !== "isolated") return;
      isolated += 1;
      const before = (probes: ProbeEvidence[]) =>
        probes.filter((one) => one.startedAt < at(0)).at(-1);
      const after = control.find((one) => one.startedAt >= at(0.1));
      expect(before(affected)?.cacheStatus).toBe("HIT");
      expect(before(control)?.cacheStatus).toBe("HIT");
      expect(new Set([...affected, ...control].map((one) => one.colo)).size).toBe(1);
      expect(after?.fingerprint).toBe(before(control)?.fingerprint);
      expect(affected.some((one) => ["MISS", "EXPIRED"].includes(one.cacheStatus ?? ""))).toBe(
        true,
      );
    }),
    { numRuns: 20_000, seed: 7 },
  );
  expect(isolated).toBeGreaterThan(50);
});

test("neither isolated nor refilled is said when the affected side's last answer is an old copy", () => {
  fc.assert(
    fc.property(evidence, fc.integer({ min: 3, max: 50 }), ([affected, control], seconds) => {
      const old = hit(60 + seconds, 60 + seconds + 5);
      const { code } = judge([...affected, old], control);
      expect(["isolated", "refilled"]).not.toContain(code);
    }),
    { numRuns: 20_000, seed: 8 },
  );
});
