import fc from "fast-check";
import { expect, test } from "vitest";
import { findGaps, type Gap, keepOpen } from "./gaps";

const idsOf = (gaps: readonly Gap[]) =>
  gaps.flatMap(({ lo, hi }) => Array.from({ length: hi - lo + 1 }, (_, at) => lo + at));

test("finds the ids that were left out", () => {
  expect(findGaps(4, [5, 6, 9, 11], 7n)).toEqual([
    { lo: 7, hi: 8, before: 7n },
    { lo: 10, hi: 10, before: 7n },
  ]);
  expect(findGaps(4, [], 7n)).toEqual([]);
});

test("keeps a gap until all who could fill it have ended", () => {
  const gap = { lo: 7, hi: 9, before: 100n };
  expect(keepOpen([gap], [], 99n)).toEqual([gap]);
  expect(keepOpen([gap], [], 100n)).toEqual([]);
  expect(keepOpen([gap], [], null), "when not all of it was looked for").toEqual([gap]);
});

test("what was seen in any order is never left open, and what was not seen always is", () => {
  const sets = fc.uniqueArray(fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(sets, sets, (first, second) => {
      const sorted = (ids: number[]) => [...ids].sort((a, b) => a - b);
      const open = findGaps(0, sorted(first), 10n);
      const left = keepOpen(open, sorted(second), 9n);
      const seen = new Set([...first, ...second]);
      const highest = Math.max(0, ...first);
      const missing = Array.from({ length: highest }, (_, at) => at + 1).filter(
        (id) => !seen.has(id),
      );
      expect(idsOf(left)).toEqual(missing);
    }),
  );
});

test("thousands of gaps are put together, and none of their ids is lost", () => {
  const many = Array.from({ length: 3_001 }, (_, at) => ({
    lo: at * 3,
    hi: at * 3,
    before: BigInt(at),
  }));
  const left = keepOpen(many, [], null);
  expect(left.length).toBeLessThanOrEqual(500);
  const ids = new Set(idsOf(left));
  expect(many.filter(({ lo }) => !ids.has(lo))).toEqual([]);
  expect(left.at(-1)?.before).toBe(3_000n);
});
