import { expect, test } from "vitest";
import { writeFileTarget } from "@/lib/edge/file-target";
import type { VariantCoverage } from "@/lib/schemas/comparisons";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { SelectorKind } from "@/lib/schemas/words";
import { compareJson } from "./compare-json";
import { coverageOf } from "./variant-coverage";

const url = "https://acme.example.com/help";
const german: PageVariant = { name: "German", language: "de-CH" };
const phone: PageVariant = { name: "Phone", language: "de", device: "mobile" };
const euro: PageVariant = { name: "Euro", query: "currency=eur" };
const keyed = (headers: Record<string, string>, of = url) => writeFileTarget({ url: of, headers });
const de = { "Accept-Language": "de,en;q=0.5" };

const table: [SelectorKind, string[], PageVariant | null, boolean, VariantCoverage][] = [
  ["files", [url], null, false, "covered"],
  ["files", ["http://acme.example.com/help"], null, false, "covered"],
  ["files", [url], german, false, "left"],
  ["files", [url], euro, false, "left"],
  ["files", [`${url}?currency=eur`], euro, false, "covered"],
  ["files", [`${url}?currency=eur`], null, false, "left"],
  ["files", [keyed(de)], german, false, "covered"],
  ["files", [keyed(de)], phone, true, "left"],
  ["files", [keyed({ ...de, "CF-Device-Type": "mobile" })], phone, true, "covered"],
  ["files", [keyed({ ...de, "CF-Device-Type": "mobile" })], german, true, "unclear"],
  ["files", [keyed(de, "https://acme.example.com/")], german, false, "left"],
  // Every visitor has a device: a key with one has no copy without.
  ["files", [url], null, true, "unclear"],
  ["tags", ["tenant:42"], german, false, "by_tag"],
  ["prefixes", ["acme.example.com/he"], german, false, "covered"],
  ["prefixes", ["acme.example.com/billing"], german, false, "left"],
  ["hosts", ["acme.example.com"], phone, true, "covered"],
  ["hosts", ["globex.example.com"], null, false, "left"],
  ["everything", [], phone, true, "covered"],
];

test.each(table)(
  "%s %j, variant %j, keyed %s: %s",
  (selectorKind, targets, variant, key, expected) => {
    expect(coverageOf({ selectorKind, targets }, url, variant, key)).toBe(expected);
  },
);

test("JSON: what was added, removed and changed, by path; a long list is cut and says so", () => {
  const first = { values: { "/a": "1", "/b": "2", "/c": "3" }, more: 0 };
  const second = { values: { "/a": "1", "/b": "20", "/d": "4" }, more: 7 };
  expect(compareJson(first, second)).toEqual({
    changes: [
      { path: "/b", before: "2", after: "20" },
      { path: "/c", before: "3", after: null },
      { path: "/d", before: null, after: "4" },
    ],
    more: 0,
    notCompared: 7,
  });
  expect(compareJson(first, first).changes).toEqual([]);
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`/${at}`, "1"]));
  expect(compareJson({ values: {}, more: 0 }, { values: many, more: 0 })).toMatchObject({
    more: 10,
  });
});
