import { expect, test } from "vitest";
import { rateOf, runsOf, sumOf } from "./watch-sums";

test("only what could have come from the cache counts towards the rate", () => {
  const sums = sumOf([
    { seen: ["MISS", "HIT", "HIT", "EXPIRED"] },
    { seen: ["DYNAMIC", "BYPASS", "NONE", "ERROR"] },
  ]);
  expect(sums).toEqual({ hits: 2, counted: 4, outside: 4 });
  expect(rateOf(sums)).toBe("50%");
});

test("content served while stale is no hit", () => {
  expect(rateOf(sumOf([{ seen: ["HIT", "STALE", "UPDATING"] }]))).toBe("33%");
});

test("without an answer that counts there is no rate, not even zero", () => {
  expect(rateOf(sumOf([{ seen: [] }]))).toBeNull();
  expect(rateOf(sumOf([{ seen: ["DYNAMIC"] }]))).toBeNull();
});

test("runs are told with the newest first", () => {
  expect(runsOf(["HIT", "HIT", "MISS", "HIT"])).toEqual([
    { status: "HIT", times: 1 },
    { status: "MISS", times: 1 },
    { status: "HIT", times: 2 },
  ]);
});
