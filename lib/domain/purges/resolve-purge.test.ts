import { expect, test } from "vitest";
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
};

function resolve(kind: SelectorKind, ...typed: string[]) {
  const resolved = resolvePurge({ kind, typed }, around);
  if ("fields" in resolved) return { invalid: resolved.fields.map(({ path }) => path) };
  const { targets, tier, refusal } = resolved;
  return { sent: targets.map(({ value }) => value), tier, refused: refusal?.code ?? null };
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
  ["tags", ["page:billing"], ["page:billing"], "shared", "needs_second_person"],
  [
    "tags",
    ["tenant:42", "page:billing"],
    ["tenant:42", "page:billing"],
    "shared",
    "needs_second_person",
  ],
  ["tags", ["all-tenants"], ["all-tenants"], "shared", "needs_second_person"],
  ["tags", ["nobody-knows"], ["nobody-knows"], "shared", "needs_second_person"],
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
  [
    "files",
    ["https://app.example.com/"],
    ["https://app.example.com/"],
    "shared",
    "needs_second_person",
  ],
  ["prefixes", ["ACME.example.com/t/acme"], ["acme.example.com/t/acme/"], "section", null],
  ["prefixes", ["acme.example.com/app.js"], ["acme.example.com/app.js"], "section", null],
  ["prefixes", ["acme.example.com"], ["acme.example.com/"], "section", null],
  ["prefixes", ["globex.example.com/"], ["globex.example.com/"], "shared", "foreign_target"],
  ["prefixes", ["app.example.com/"], ["app.example.com/"], "shared", "needs_second_person"],
  ["hosts", ["Acme.Example.com"], ["acme.example.com"], "section", null],
  ["hosts", ["example.com"], ["example.com"], "shared", "foreign_target"],
  ["hosts", ["app.example.com"], ["app.example.com"], "shared", "needs_second_person"],
  ["everything", [], [], "everything", "needs_second_person"],
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
