import { expect, test } from "vitest";
import { recordedChanges } from "./recorded-changes";

const changes = (before: unknown, after: unknown) =>
  recordedChanges({ before: JSON.stringify(before), after: JSON.stringify(after) });

test("names what differs, part by part, in words", () => {
  const before = { plan: "free", edge: null, tieredCache: false, environments: [] };
  const edge = { scheme: "https", address: "e:443" };
  const after = { ...before, edge, tieredCache: true, environments: [{ ref: "stg", name: "S" }] };
  expect(changes(before, after)).toEqual([
    { part: "edge", before: "none", after: "scheme https, address e:443" },
    { part: "tieredCache", before: "no", after: "yes" },
    { part: "environments", before: "none", after: "ref stg, name S" },
  ]);
});

test("what was made has no line for what it has not, and what is no JSON says nothing", () => {
  expect(changes(null, { name: "x", edge: null, canary: null })).toEqual([
    { part: "name", before: "none", after: "x" },
  ]);
  expect(recordedChanges({ before: "{", after: "[1]" })).toEqual([]);
  expect(recordedChanges({ before: null, after: null })).toEqual([]);
});
