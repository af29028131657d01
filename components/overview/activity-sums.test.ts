import { expect, it } from "vitest";
import { dayHref, resultsOf, resultsOfAll, resultsText, roundUp, type Day } from "./activity-sums";

const days: Day[] = [
  {
    day: "2026-11-20",
    bySource: [
      { source: "app", accepted: 10, failed: 2, waiting: 0 },
      { source: "manual", accepted: 1, failed: 0, waiting: 1 },
    ],
  },
  { day: "2026-11-21", bySource: [] },
];

it("sums the results of a day, of one source, and of all days", () => {
  const [first] = days;
  if (first === undefined) throw new Error("the sample has a first day");
  expect(resultsOf(first)).toEqual({ accepted: 11, failed: 2, waiting: 1, total: 14 });
  expect(resultsOf(first, "manual")).toEqual({ accepted: 1, failed: 0, waiting: 1, total: 2 });
  expect(resultsOfAll(days)).toEqual({ accepted: 11, failed: 2, waiting: 1, total: 14 });
  expect(resultsOfAll([])).toEqual({ accepted: 0, failed: 0, waiting: 0, total: 0 });
});

it("says results in words and leaves out what is zero", () => {
  expect(resultsText(resultsOfAll(days))).toBe("14 purges: 11 accepted, 2 failed, 1 waiting");
  expect(resultsText({ accepted: 1, failed: 0, waiting: 0, total: 1 })).toBe("1 purge: 1 accepted");
  expect(resultsText(resultsOfAll([]))).toBe("no purges");
});

it("scales the chart to a round number that is never too small", () => {
  for (const value of [0, 1, 4, 5, 9, 10, 11, 99, 101, 219, 250, 999, 1001, 54_321])
    expect(roundUp(value)).toBeGreaterThanOrEqual(value);
  expect(roundUp(0)).toBe(4);
  expect(roundUp(219)).toBe(250);
  expect(roundUp(100)).toBe(100);
});

it("leads to exactly one UTC day of the feed", () => {
  expect(dayHref("2026-11-20", "app")).toBe(
    "/purges?from=2026-11-20T00%3A00%3A00.000Z&to=2026-11-20T23%3A59%3A59.999Z&source=app",
  );
});
