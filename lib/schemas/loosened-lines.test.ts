import { expect, test } from "vitest";
import { loosenedLines } from "./loosened-lines";
import type { ScopeClass } from "./words";

const plan = (lines: Record<string, ScopeClass>) =>
  Object.entries(lines).map(([pattern, scope]) => ({ pattern, scope }));

const cases: [string, Record<string, ScopeClass>, Record<string, ScopeClass>, string[]][] = [
  ["shared to object", { "p:{n}": "shared" }, { "p:{n}": "object" }, ["p:{n}"]],
  ["unknown to tenant", { "p:{id}": "unknown" }, { "p:{id}": "tenant" }, ["p:{id}"]],
  ["tenant to object", { "t:{id}": "tenant" }, { "t:{id}": "object" }, ["t:{id}"]],
  // {id} is the tenant's own in the one and anything in the other: neither is taken for the narrower.
  ["object to tenant", { "o:{id}": "object" }, { "o:{id}": "tenant" }, ["o:{id}"]],
  ["a new line of an object", {}, { "o:{id}": "object" }, ["o:{id}"]],
  [
    "another case of a pattern",
    { "P:{n}": "shared" },
    { "P:{n}": "shared", "p:{n}": "object" },
    ["p:{n}"],
  ],
  ["the same", { "o:{id}": "object" }, { "o:{id}": "object" }, []],
  ["object to shared", { "o:{id}": "object" }, { "o:{id}": "shared" }, []],
  ["a new shared line", { "o:{id}": "object" }, { "o:{id}": "object", "p:{n}": "shared" }, []],
  [
    "a line taken out that no other covers",
    { "o:{id}": "object", "p:{n}": "shared" },
    { "o:{id}": "object" },
    [],
  ],
  [
    "a shared exception taken out",
    { "o:{id}": "object", "o:all": "shared" },
    { "o:{id}": "object" },
    ["o:all"],
  ],
  [
    "one that named its tenant taken out",
    { "o:{id}": "object", "o:{tenant}:{id}": "object" },
    { "o:{id}": "object" },
    ["o:{tenant}:{id}"],
  ],
  ["other ends", { "{a}-page": "shared", "{a}-row": "object" }, { "{a}-row": "object" }, []],
  ["all taken out", { "o:{id}": "object", "p:{n}": "shared" }, {}, []],
];

test.each(cases)("%s", (_, before, after, loosened) => {
  expect(loosenedLines(plan(before), plan(after))).toEqual(loosened);
});
