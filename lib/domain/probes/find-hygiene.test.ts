import { expect, test } from "vitest";
import type { FindingCode } from "@/lib/schemas/probes";
import { findHygiene, type HygieneEvidence } from "./find-hygiene";

const plan: HygieneEvidence["plan"] = [
  { pattern: "tenant:{id}", scope: "tenant", routes: ["/*"] },
  { pattern: "invoice:{id}", scope: "object", routes: ["/billing"] },
  { pattern: "page:{name}", scope: "shared", routes: ["/billing"] },
];
/** A page as it should be: nothing is to be found on it. */
const sound: HygieneEvidence = {
  path: "/billing",
  httpStatus: 200,
  cacheStatus: "HIT",
  cacheControl: "public, s-maxage=3600",
  contentType: "text/html; charset=utf-8",
  setsCookie: false,
  redirectTo: null,
  language: "en",
  cacheTag: null,
  fromOrigin: false,
  tenant: { id: "42", slug: "acme" },
  otherTenants: [],
  variant: null,
  plan,
};
const year = 365 * 24 * 60 * 60;
const asset = { contentType: "text/javascript", cacheControl: `max-age=${year}, immutable` };
const german = { name: "German", language: "de" };
const fromOrigin = { fromOrigin: true, cacheStatus: null };
const good = "tenant:42,page:billing";

const table: [what: string, change: Partial<HygieneEvidence>, FindingCode[]][] = [
  ["a sound page", {}, []],
  ["no answer", { httpStatus: null, setsCookie: true, fromOrigin: true }, []],
  ["a cookie from the cache", { setsCookie: true }, ["cached_cookie"]],
  ["a cookie from a stale copy", { setsCookie: true, cacheStatus: "STALE" }, ["cached_cookie"]],
  ["a cookie from the origin", { setsCookie: true, cacheStatus: "BYPASS" }, []],
  ["a cookie that nothing is known of", { setsCookie: null }, []],
  ["an error from the cache", { httpStatus: 404 }, ["cached_error"]],
  ["an error of the origin", { httpStatus: 503, cacheStatus: "MISS" }, []],
  ["a redirect from the cache", { httpStatus: 302, redirectTo: "https://b/" }, ["cached_redirect"]],
  ["a redirect from the origin", { httpStatus: 302, cacheStatus: "DYNAMIC" }, []],
  ["nothing new", { httpStatus: 304 }, []],
  ["private, yet from the cache", { cacheControl: "Private, max-age=0" }, ["private_but_hit"]],
  ["no-store, yet from the cache", { cacheControl: "no-store" }, ["private_but_hit"]],
  ["one private field", { cacheControl: 'private="x-user", s-maxage=60' }, []],
  ["private, from the origin", { cacheControl: "private", cacheStatus: "BYPASS" }, []],
  ["another tenant's marker", { otherTenants: ["globex"] }, ["foreign_marker"]],
  ["English for German", { variant: german, language: "en-gb" }, ["wrong_language"]],
  ["Swiss German for German", { variant: german, language: "de-ch" }, []],
  ["a language that is not told", { variant: german, language: null }, []],
  ["any language where none was asked for", { language: "fr" }, []],
  ["HTML for a year", { cacheControl: `public, max-age=${year}` }, ["html_for_a_year"]],
  ["HTML for a year at the edge alone", { cacheControl: `max-age=0, s-maxage=${year}` }, []],
  ["a hashed asset", { ...asset, path: "/app.3f9a1c2e.js" }, ["never_needs_purge"]],
  ["a hashed asset by folder", { ...asset, path: "/a/3f9a1c2e5d.css?v=1" }, ["never_needs_purge"]],
  ["an asset without a digest", { ...asset, path: "/facade-interface.js" }, []],
  ["a date is no digest", { ...asset, path: "/report-20260101.pdf" }, []],
  [
    "a hashed asset for a minute",
    { ...asset, cacheControl: "max-age=60", path: "/a.3f9a1c2e.js" },
    [],
  ],
  ["tags as planned", { ...fromOrigin, cacheTag: `${good}, invoice:9` }, []],
  ["tags in another case", { ...fromOrigin, cacheTag: "Tenant:42,PAGE:Billing" }, []],
  ["no tags at the edge", { cacheTag: null }, []],
  ["no tags at the origin", fromOrigin, ["tags_missing"]],
  ["no tags outside of the plan's routes", { ...fromOrigin, path: "x", cacheTag: null }, []],
  ["no tags on an error", { ...fromOrigin, httpStatus: 500 }, []],
  ["no tags on what no cache keeps", { ...fromOrigin, cacheControl: "private, no-store" }, []],
  ["no tags, one field private", { ...fromOrigin, cacheControl: 'private="x"' }, ["tags_missing"]],
  ["without the tenant's tag", { ...fromOrigin, cacheTag: "page:billing" }, ["tags_missing"]],
  ["without a shared tag", { ...fromOrigin, cacheTag: "tenant:42" }, ["tags_missing"]],
  ["a tag outside of the plan", { ...fromOrigin, cacheTag: `${good},extra` }, ["tags_unplanned"]],
  ["another tenant's tag", { ...fromOrigin, cacheTag: `${good},tenant:77` }, ["tags_unplanned"]],
  ["no plan", { ...fromOrigin, plan: [], cacheTag: "extra" }, []],
  [
    "a header near its limit",
    {
      ...fromOrigin,
      cacheTag: [good, ...Array.from({ length: 1300 }, (_, at) => `invoice:${at}`)].join(),
    },
    ["tags_near_limit"],
  ],
  [
    "the gravest first",
    { setsCookie: true, otherTenants: ["globex"], cacheControl: `max-age=${year}` },
    ["foreign_marker", "cached_cookie", "html_for_a_year"],
  ],
];

test.each(table)("%s", (_, change, codes) => {
  expect(findHygiene({ ...sound, ...change }).map(({ code }) => code)).toEqual(codes);
});

test("the reason has the evidence in it", () => {
  const reasonOf = (change: Partial<HygieneEvidence>) =>
    findHygiene({ ...sound, ...change })[0]?.reason;
  expect(reasonOf({ httpStatus: 404 })).toMatch(/^HTTP 404 came from the cache \(HIT\)/);
  expect(reasonOf({ otherTenants: ["globex"] })).toMatch(
    /page of acme .* marker of globex \(HIT\)/,
  );
  expect(reasonOf({ ...fromOrigin, cacheTag: "page:billing" })).toMatch(/carries tenant:42,/);
  expect(reasonOf({ ...fromOrigin, cacheTag: `${good},a,b,c,d,e,f,g` })).toMatch(
    /a, b, c, d, e and 2 more/,
  );
});
