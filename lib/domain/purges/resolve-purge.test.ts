import fc from "fast-check";
import { expect, test } from "vitest";
import { type FileTarget, fileUrl } from "@/lib/schemas/files";
import { readFileTarget } from "@/lib/edge/file-target";
import type { SelectorKind } from "@/lib/schemas/words";
import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { type PurgeSurroundings, resolvePurge } from "./resolve-purge";
import { onRoutes, type PlannedTag, tenantTag } from "./tag-plan";

const plan: PlannedTag[] = [
  { pattern: "tenant:{id}", scope: "tenant", routes: ["/*"] },
  { pattern: "invoice:{id}", scope: "object", routes: ["/billing"] },
  { pattern: "page:{name}", scope: "shared", routes: ["/billing"] },
  { pattern: "doc:{tenant}:{id}", scope: "object", routes: [] },
  { pattern: "all-tenants", scope: "tenant", routes: [] },
];
const around: PurgeSurroundings = {
  tenant: { id: "42", slug: "acme", hosts: ["acme.example.com", "app.example.com"] },
  zone: { name: "example.com", edgePort: "8787" },
  plan,
  sharedHosts: new Set(["app.example.com"]),
  objectOwners: new Map([
    ["invoice:9182", new Set(["acme"])],
    ["invoice:7701", new Set(["globex"])],
  ]),
  limits: { items: 100, files: 500 },
};

function resolve(kind: SelectorKind, ...typed: FileTarget[]) {
  const resolved = resolvePurge({ kind, typed }, around);
  if ("fields" in resolved) return { invalid: resolved.fields.map(({ path }) => path) };
  const { targets, tier, refusal, wide } = resolved;
  return {
    sent: targets.map(({ value }) => value),
    tier,
    refused: refusal?.code ?? (wide === null ? null : "wide"),
  };
}

test.each([
  ["tags", ["tenant:42"], ["tenant:42"], "tenant", null],
  ["tags", ["Tenant:42", "tenant:42"], ["tenant:42"], "tenant", null],
  ["tags", ["tenant:43"], ["tenant:43"], "shared", "foreign_target"],
  ["tags", ["tenant:420"], ["tenant:420"], "shared", "foreign_target"],
  ["tags", ["tenant:42:billing"], ["tenant:42:billing"], "shared", "foreign_target"],
  ["tags", ["invoice:9182"], ["invoice:9182"], "object", null],
  ["tags", ["invoice:5"], ["invoice:5"], "object", null],
  ["tags", ["invoice:7701"], ["invoice:7701"], "shared", "foreign_target"],
  ["tags", ["doc:42:1"], ["doc:42:1"], "object", null],
  ["tags", ["doc:43:1"], ["doc:43:1"], "shared", "foreign_target"],
  ["tags", ["page:billing"], ["page:billing"], "shared", "wide"],
  ["tags", ["tenant:42", "page:billing"], ["tenant:42", "page:billing"], "shared", "wide"],
  ["tags", ["all-tenants"], ["all-tenants"], "shared", "wide"],
  ["tags", ["nobody-knows"], ["nobody-knows"], "shared", "wide"],
  ["tags", ["invoice:9182", "tenant:42"], ["invoice:9182", "tenant:42"], "tenant", null],
  [
    "files",
    ["https://ACME.example.com/Billing?a=1#x"],
    ["https://acme.example.com/Billing?a=1"],
    "object",
    null,
  ],
  [
    "files",
    ["http://acme.example.com:8787/billing"],
    ["http://acme.example.com/billing"],
    "object",
    null,
  ],
  ["files", ["https://acme.example.com/ä"], ["https://acme.example.com/%C3%A4"], "object", null],
  [
    "files",
    ["https://globex.example.com/"],
    ["https://globex.example.com/"],
    "shared",
    "foreign_target",
  ],
  ["files", ["https://app.example.com/"], ["https://app.example.com/"], "shared", "wide"],
  ["prefixes", ["ACME.example.com/t/acme"], ["acme.example.com/t/acme/"], "section", null],
  ["prefixes", ["acme.example.com/app.js"], ["acme.example.com/app.js"], "section", null],
  ["prefixes", ["acme.example.com"], ["acme.example.com/"], "section", null],
  ["prefixes", ["globex.example.com/"], ["globex.example.com/"], "shared", "foreign_target"],
  ["prefixes", ["app.example.com/"], ["app.example.com/"], "shared", "wide"],
  ["hosts", ["Acme.Example.com"], ["acme.example.com"], "section", null],
  ["hosts", ["example.com"], ["example.com"], "shared", "foreign_target"],
  ["hosts", ["app.example.com"], ["app.example.com"], "shared", "wide"],
  ["everything", [], [], "everything", "wide"],
] as const)("%s %j", (kind, typed, sent, tier, refused) => {
  expect(resolve(kind, ...typed)).toEqual({ sent, tier, refused });
});

test.each([
  ["tags", "has space"],
  ["tags", "a,b"],
  ["tags", "tänant:42"],
  ["tags", "x".repeat(1025)],
  ["files", "/billing"],
  ["files", "ftp://acme.example.com/"],
  ["files", "https://acme.example.com:9999/"],
  ["files", "https://user@acme.example.com/"],
  ["files", "https://acme.example.com/a b"],
  ["files", "https://acme.example.com\\@globex.example.com/"],
  ["prefixes", "https://acme.example.com/"],
  ["prefixes", "acme.example.com/a?b=1"],
  ["prefixes", "acme.example.com/#x"],
  ["prefixes", "acme.example.com/a/../b"],
  ["prefixes", "acme.example.com/a/%2e%2e/b"],
  ["prefixes", "acme.example.com//b"],
  ["prefixes", `acme.example.com/${"a/".repeat(31)}`],
  ["hosts", "acme.example.com/x"],
  ["hosts", "*.example.com"],
] as const)("%s refuses %j", (kind, typed) => {
  const good = {
    tags: "tenant:42",
    files: "https://acme.example.com/",
    prefixes: "acme.example.com/",
    hosts: "acme.example.com",
  };
  expect(resolve(kind, good[kind], typed)).toEqual({ invalid: [`selector.${kind}.1`] });
});

test("the tenant's own tag is built from the plan, whatever placeholder names it", () => {
  const owner = { id: "A42", slug: "acme" };
  expect(tenantTag(owner, plan)).toBe("tenant:a42");
  expect(tenantTag(owner, [{ pattern: "t-{slug}", scope: "tenant", routes: [] }])).toBe("t-acme");
  expect(tenantTag(owner, [{ pattern: "page:{name}", scope: "shared", routes: [] }])).toBeNull();
  expect(tenantTag(owner, [{ pattern: "t:{id}:{page}", scope: "tenant", routes: [] }])).toBeNull();
});

test("ids with special characters match themselves only", () => {
  const odd = { ...around, tenant: { ...around.tenant, id: "4.*" } };
  const foreign = resolvePurge({ kind: "tags", typed: ["tenant:4xx"] }, odd);
  expect("refusal" in foreign && foreign.refusal?.code).toBe("foreign_target");
  const own = resolvePurge({ kind: "tags", typed: ["tenant:4.*"] }, odd);
  expect("refusal" in own && own.refusal).toBeNull();
});

test("routes", () => {
  expect(onRoutes("/billing?x=1", ["/billing"])).toBe(true);
  expect(onRoutes("/billing/invoices/1", ["/billing/invoices/*"])).toBe(true);
  expect(onRoutes("/billingx", ["/billing"])).toBe(false);
});

test.each(["billing", "//globex.example.com/", "/a b", "/a\r\nX: y", "/\\evil", "/a#b", "/\u0000"])(
  "%j is not the path of a page",
  (path) => {
    expect(normalisePath(path)).toBeNull();
  },
);
test("a path is what is sent", () => {
  expect(normalisePath("/ä/../b?q=ü")).toBe("/b?q=%C3%BC");
});

test.each([
  ["tags", "Tenant:42", "Tenant:42"],
  ["tags", "tenant:42", null],
  ["hosts", "Acme.Example.com", "Acme.Example.com"],
  ["prefixes", "acme.example.com/t/acme", "acme.example.com/t/acme"],
  ["prefixes", "acme.example.com/t/acme/", null],
  ["files", "https://acme.example.com/ä", "https://acme.example.com/ä"],
  ["files", "https://acme.example.com:443/#x", "https://acme.example.com:443/#x"],
  ["files", "https://acme.example.com/", null],
  [
    "files",
    { url: "https://acme.example.com/", headers: { "cf-ipcountry": "de" } },
    "https://acme.example.com/ · cf-ipcountry: de",
  ],
  [
    "files",
    { url: "https://acme.example.com/#x", headers: { "CF-IPCountry": "DE" } },
    "https://acme.example.com/#x",
  ],
  ["files", { url: "https://acme.example.com/", headers: { B: "1", A: "2" } }, null],
  ["files", { url: "https://acme.example.com/", headers: {} }, null],
] as const)("%s %j: what was typed is kept when it is not what is sent", (kind, one, typed) => {
  const resolved = resolvePurge({ kind, typed: [one] }, around);
  expect("targets" in resolved && resolved.targets[0]?.typed).toBe(typed);
});

test("variants of a URL are targets of their own, in one spelling", () => {
  const url = "https://acme.example.com/";
  const variants = [
    url,
    { url, headers: { "CF-Device-Type": "mobile", Origin: "https://a.example" } },
    { url, headers: { origin: "HTTPS://A.example:443", "cf-device-type": "MOBILE" } },
    { url, headers: { "CF-Device-Type": "tablet" } },
  ];
  expect(resolve("files", ...variants)).toEqual({
    sent: [
      url,
      `{"url":"${url}","headers":{"CF-Device-Type":"mobile","Origin":"https://a.example"}}`,
      `{"url":"${url}","headers":{"CF-Device-Type":"tablet"}}`,
    ],
    tier: "object",
    refused: null,
  });
});

test("a header that is not valid is named by its place", () => {
  const bad = { url: "https://acme.example.com/", headers: { "CF-IPCountry": "Germany" } };
  const resolved = resolve("files", "https://acme.example.com/", bad);
  expect(resolved).toEqual({ invalid: ["selector.files.1.headers.CF-IPCountry"] });
});

test("one request names no more than the zone's limit, counted without repetitions", () => {
  const tags = Array.from({ length: 101 }, (_, at) => `invoice:${at}`);
  expect(resolve("tags", ...tags)).toEqual({ invalid: ["selector.tags"] });
  expect(resolve("tags", ...tags.slice(1), "INVOICE:7")).toMatchObject({ tier: "object" });
  const files = Array.from({ length: 501 }, (_, at) => `https://acme.example.com/${at}`);
  expect(resolve("files", ...files)).toEqual({ invalid: ["selector.files"] });
  expect(resolve("files", ...files.slice(1))).toMatchObject({ tier: "object" });
  const small = { ...around, limits: { items: 100, files: 100 } };
  const refused = resolvePurge({ kind: "files", typed: files.slice(0, 101) }, small);
  expect(refused).toEqual({
    fields: [
      {
        path: "selector.files",
        message: "101 URLs are named: one request for example.com takes at most 100",
      },
    ],
  });
});

test("a prefix that ends in a file's name says what else it names", () => {
  const why = (typed: string) => {
    const resolved = resolvePurge({ kind: "prefixes", typed: [typed] }, around);
    return "targets" in resolved ? resolved.targets[0]?.why : null;
  };
  expect(why("acme.example.com/app.js")).toContain("whatever begins with it");
  expect(why("acme.example.com/app")).not.toContain("whatever begins with it");
});

test("whatever is typed, nothing that is sent without a refusal names a host of another", () => {
  const piece = fc.constantFrom(
    ..."https:// http:// // / \\ @ : :443 :8787 ? # %2e %2f .. . acme example com globex ｅ 。".split(
      " ",
    ),
    ...["acme.example.com", "ACME.example.com", "globex.example.com", "\t", "\u00ad"],
  );
  const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(""));
  const near = fc.tuple(
    fc.constantFrom("https://acme.example.com", "acme.example.com", "https://", ""),
    text,
  );
  const typed = near.map((parts) => parts.join(""));
  const hostsOf = {
    files: (value: string) => new URL(fileUrl(readFileTarget(value))).host,
    prefixes: (value: string) => new URL(`https://${value}`).host,
    hosts: (value: string) => new URL(`https://${value}`).host,
  };
  fc.assert(
    fc.property(fc.constantFrom("files", "prefixes", "hosts"), typed, (kind, one) => {
      const resolved = resolvePurge({ kind, typed: [one] }, around);
      if ("fields" in resolved || resolved.refusal !== null) return;
      for (const { value } of resolved.targets) {
        expect(hostsOf[kind](value)).toBe("acme.example.com");
      }
    }),
    { numRuns: 5_000 },
  );
});
