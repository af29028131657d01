import { expect, test } from "vitest";
import { runInWords, stateWords, whyRed } from "./canary-words";

const row = (pattern: string | null, state: "passed" | "failed" | "old" | "not_tested") => ({
  ...{ pattern, state },
  ...{ scope: null, proof: null, newest: null },
});

test("what is red is named, and nothing else", () => {
  const rows = [
    row("tenant:{id}", "failed"),
    row("invoice:{id}", "old"),
    row("page:{name}", "not_tested"),
    row(null, "failed"),
  ];
  expect(whyRed({ rows })).toBe(
    "tenant:{id}: failed; invoice:{id}: the proof is old; A failed write purges nothing: failed",
  );
  expect(whyRed({ rows: [row("tenant:{id}", "passed")] })).toBe("");
});

test("only what passed is green", () => {
  const green = Object.entries(stateWords).filter(([, { tone }]) => tone === "fresh");
  expect(green.map(([state]) => state)).toEqual(["passed"]);
});

test("a run tells what it came to, without zeros", () => {
  expect(runInWords({ counts: { passed: 2, failed: 0, unclear: 0, not_tested: 1 } })).toBe(
    "2 passed, 1 not tested",
  );
  expect(runInWords({ counts: { passed: 0, failed: 0, unclear: 0, not_tested: 0 } })).toBe(
    "Nothing was tried",
  );
});
