import { expect, test } from "vitest";
import { goTogether } from "./go-together";

/** Runs that end when they are told to. */
function heldRuns(most: number) {
  const runs: { items: number[]; end: (error?: Error) => void }[] = [];
  const go = goTogether<number, number>(
    (items) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          if (error === undefined) resolve(items.map((item) => item * 10));
          else reject(error);
        };
        runs.push({ items, end });
      }),
    most,
  );
  return { go, runs };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("what comes alone goes at once, what comes meanwhile goes together in the next, each with its answer", async () => {
  const { go, runs } = heldRuns(3);
  const answers = Promise.all([1, 2, 3, 4, 5].map((item) => go("a", item)));
  expect(runs.map(({ items }) => items)).toEqual([[1]]);
  for (const at of [0, 1, 2]) {
    runs[at]?.end();
    await turn();
  }
  expect(runs.map(({ items }) => items)).toEqual([[1], [2, 3, 4], [5]]);
  expect(await answers).toEqual([10, 20, 30, 40, 50]);
  const later = go("a", 6);
  runs[3]?.end();
  expect(await later).toBe(60);
});

test("another key does not wait", () => {
  const { go, runs } = heldRuns(3);
  void go("a", 1);
  void go("b", 2);
  expect(runs.map(({ items }) => items)).toEqual([[1], [2]]);
});

test("a run that fails fails for those that were in it alone", async () => {
  const { go, runs } = heldRuns(3);
  const [first, second] = [go("a", 1), go("a", 2)];
  const failed = expect(first).rejects.toThrow("no");
  runs[0]?.end(new Error("no"));
  await failed;
  await turn();
  runs[1]?.end();
  expect(await second).toBe(20);
});
