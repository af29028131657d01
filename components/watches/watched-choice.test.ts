import { expect, test } from "vitest";
import { chosenOf, firstChoice } from "./watched-choice";

const pagesOf = (tenantId: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ tenantId, path: `/${String(at)}` }));

test("every tenant has its turn before one has all of its pages", () => {
  const chosen = firstChoice([pagesOf("a", 20), pagesOf("b", 3)]);
  expect(chosen).toHaveLength(12);
  expect(chosen.filter(({ tenantId }) => tenantId === "b")).toHaveLength(3);
});

test("what was changed by hand holds, in the tenants' order", () => {
  const changed = new Map([
    ["a /0", false],
    ["b /1", true],
  ]);
  expect(chosenOf([pagesOf("a", 1), pagesOf("b", 2)], changed)).toEqual([
    { tenantId: "b", path: "/0" },
    { tenantId: "b", path: "/1" },
  ]);
});
