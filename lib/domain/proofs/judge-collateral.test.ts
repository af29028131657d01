import { expect, test } from "vitest";
import type { ProbeEvidence } from "@/lib/domain/comparisons/evidence";
import { sampledInWords } from "@/lib/schemas/collateral-words";
import { judgeCollateral } from "./judge-collateral";

const sentAt = new Date("2026-01-01T12:00:00.000Z");
const acceptedAt = new Date("2026-01-01T12:00:00.100Z");
const at = (ms: number) => new Date(acceptedAt.getTime() + ms);
const probe = (ms: number, cacheStatus: string, age: number | null = null): ProbeEvidence => ({
  ...{ startedAt: at(ms), httpStatus: 200, cacheStatus, age, ttfbMs: 5, colo: "FRA" },
  ...{ variant: null, fingerprint: "f", edgeDate: at(ms), error: null },
});
const globex = { id: "77", slug: "globex", name: "Globex" };
const judged = (probes: ProbeEvidence[], everything = true) =>
  judgeCollateral({
    purge: {
      ...{ method: "purge", sentAt, acceptedAt, targets: "everything", covers: true, tags: [] },
      tier: "everything",
    },
    ...{ tieredCache: false, sharedTags: [], importPurges: 0, everything },
    bystanders: [{ tenant: globex, path: "/billing", probes, reached: false }],
  });

test("a sampled page is told by what it answered before, first after, and when it was warm again", () => {
  const probes = [probe(-3_000, "HIT", 60), probe(1_200, "MISS"), probe(2_600, "HIT", 1)];
  expect(judged(probes)).toMatchObject({
    kind: "cold",
    summary: "1 of 1 page of other tenants that were warm before went cold.",
    cause: expect.stringMatching(/^Everything in the zone was purged/) as string,
    sampled: [
      {
        ...{ tenant: globex, path: "/billing", before: "HIT" },
        ...{ after: { cacheStatus: "MISS", ms: 1_200 }, warmAgainMs: 2_600 },
      },
    ],
  });
  expect(judged(probes, false)?.cause).toMatch(/^By the tag plan no other tenant/);
});

test("what was not seen warm again, or was kept, has no such time", () => {
  const cold = [probe(-3_000, "HIT", 60), probe(1_200, "MISS")];
  expect(judged(cold)?.sampled).toMatchObject([{ warmAgainMs: null }]);
  const kept = [probe(-3_000, "HIT", 60), probe(1_200, "HIT", 64), probe(2_200, "HIT", 65)];
  expect(judged(kept)).toMatchObject({
    kind: "calm",
    sampled: [{ after: { cacheStatus: "HIT", ms: 1_200 }, warmAgainMs: null }],
  });
});

test("pages that were watched and cannot show anything are on the receipt, with why", () => {
  expect(judged([probe(-3_000, "MISS"), probe(1_200, "MISS")])).toMatchObject({
    ...{ kind: "unknown", watched: 0, cold: [], cause: null },
    summary:
      "1 page of other tenants was watched, and none was warm before: whether others lost a copy is not known.",
    sampled: [{ before: "MISS", gone: null }],
  });
  expect(judged([probe(-3_000, "HIT", 60)])?.summary).toBe(
    "1 page of other tenants was watched, 1 of them warm before, and whether they lost their copy cannot be told.",
  );
});

test("of a page that went cold, its line says which answer showed it", () => {
  const line = (...probes: ProbeEvidence[]) => {
    const [one] = judged([probe(-3_000, "HIT", 60), ...probes])?.sampled ?? [];
    return one && sampledInWords(one);
  };
  expect(line(probe(1_100, "HIT", 64), probe(2_600, "MISS"))).toBe(
    "HIT before, HIT 1.1 s after it, then MISS after 2.6 s, no later probe got it from cache",
  );
  expect(line(probe(8_000, "HIT", 2))).toBe(
    "HIT before, HIT 8.0 s after it, of a copy that was filled after the purge",
  );
  expect(line(probe(1_100, "MISS"), probe(2_600, "HIT", 1))).toBe(
    "HIT before, MISS 1.1 s after it, HIT again after 2.6 s",
  );
  expect(line(probe(1_100, "HIT", 64))).toBe("HIT before, HIT 1.1 s after it");
});
