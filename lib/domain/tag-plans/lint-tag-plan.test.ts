import { expect, test } from "vitest";
import type { TagLine } from "@/lib/schemas/zones";
import { lintTagPlan } from "./lint-tag-plan";
import type { SeenPage } from "./seen-pages";

const line = (pattern: string, over: Partial<TagLine> = {}): TagLine => ({
  pattern,
  ...{ scope: "tenant", owner: "web", trigger: "a write", routes: [] },
  ...over,
});
const tenantLine = line("tenant:{id}");
const acme = { id: "42", slug: "acme" };
const globex = { id: "77", slug: "globex" };
let second = 0;
const page = (tenant: SeenPage["tenant"], path: string, tags: string[]): SeenPage => ({
  ...{ tenant, path, tags },
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, (second += 1))).toISOString(),
  bytes: tags.join(",").length,
});
const own = ({ id }: SeenPage["tenant"]) => `tenant:${id}`;
const found = (plan: TagLine[], pages: SeenPage[]) =>
  lintTagPlan(plan, pages, true).map(({ code, severity, patterns }) => [
    severity,
    code,
    ...patterns,
  ]);

test("a plan that holds has nothing to mend", () => {
  const plan = [tenantLine, line("invoice:{id}", { scope: "object" })];
  const pages = [acme, globex].map((tenant) =>
    page(tenant, "/billing", [own(tenant), `invoice:${tenant.id}1`]),
  );
  expect(lintTagPlan(plan, pages, true)).toEqual([]);
});

test("a second spelling of the tenant is named with its line, sure with two tenants, silent with one", () => {
  const drifted = [
    page(acme, "/billing", [own(acme)]),
    page(acme, "/report", ["customer-42"]),
    page(globex, "/report", ["customer-77"]),
  ];
  const [missing, spelling, ...rest] = lintTagPlan([tenantLine], drifted, true);
  expect(missing).toMatchObject({
    ...{ code: "missing_tenant_tag", severity: "error", patterns: ["tenant:{id}"] },
    message: expect.stringContaining("2 of 3 pages") as string,
  });
  expect(spelling).toMatchObject({
    ...{ code: "other_spelling", severity: "error", patterns: ["tenant:{id}"] },
    message: expect.stringMatching(/customer-\{id\} names the tenant \(acme, globex\)/) as string,
    examples: [
      { tag: "customer-42", tenant: "acme", path: "/report" },
      { tag: "customer-77", tenant: "globex" },
    ],
  });
  expect(rest).toEqual([]);
  // One tenant alone: 42 may be a version as well.
  expect(found([tenantLine], [page(acme, "/a", [own(acme), "build-42"])])).toEqual([
    ["warning", "not_in_plan"],
  ]);
  // A slug is no number.
  expect(found([tenantLine], [page(acme, "/a", [own(acme), "customer-acme"])])).toEqual([
    ["warning", "other_spelling", "tenant:{id}"],
  ]);
});

test("two lines for all of a tenant, and one that names nobody", () => {
  const plan = [tenantLine, line("customer-{slug}"), line("account")];
  expect(found(plan, [])).toEqual([
    ["warning", "two_tenant_tags", "tenant:{id}", "customer-{slug}"],
    ["warning", "names_no_tenant", "account"],
    ["note", "not_looked_at", "tenant:{id}", "customer-{slug}", "account"],
  ]);
});

test("a tag that by the plan is one tenant's and is seen at another's is an error of its line", () => {
  const plan = [tenantLine, line("invoice:{id}", { scope: "object" })];
  const pages = [
    page(acme, "/a", [own(acme), "invoice:1"]),
    page(globex, "/a", [own(globex), "invoice:1"]),
    page(globex, "/b", [own(globex), own(acme)]),
  ];
  expect(found(plan, pages)).toEqual([
    ["error", "seen_at_two_tenants", "tenant:{id}"],
    ["error", "seen_at_two_tenants", "invoice:{id}"],
  ]);
});

test("what is sent and not in the plan is told by kind, what is in the plan and not sent by line", () => {
  const plan = [
    tenantLine,
    line("page:{name}", { scope: "shared", routes: ["/billing*"] }),
    line("theme:{id}", { scope: "object" }),
    line("old:{name}", { scope: "shared", owner: " ", routes: ["/old"] }),
  ];
  const pages = [
    page(acme, "/billing", [own(acme), "widget:9", "widget:10"]),
    page(globex, "/billing/1", [own(globex), "widget:11"]),
  ];
  expect(found(plan, pages)).toEqual([
    ["warning", "not_in_plan"],
    ["warning", "no_owner", "old:{name}"],
    ["warning", "never_seen", "page:{name}"],
    ["note", "never_seen", "theme:{id}"],
    ["note", "not_looked_at", "old:{name}"],
    ["note", "shared", "page:{name}", "old:{name}"],
  ]);
  const [unplanned] = lintTagPlan(plan, pages, true);
  expect(unplanned?.message).toContain("widget:{id} is sent");
  expect(unplanned?.message).toContain("2 tenants");
});

test("lines of different scope that one tag can be both of", () => {
  const plan = [line("page:{name}", { scope: "shared" }), line("page:i-{id}", { scope: "object" })];
  expect(found(plan, [])).toContainEqual(["warning", "overlap", "page:i-{id}", "page:{name}"]);
});

test("what Cloudflare does not take of tags", () => {
  const many = Array.from({ length: 950 }, (_, at) => `tenant:42x${at}`);
  const near = page(acme, "/list", [own(acme), ...many]);
  const codes = (pages: SeenPage[]) =>
    found([tenantLine], pages).filter(([, code]) => code?.endsWith("_limit"));
  expect(codes([near])).toEqual([["warning", "header_limit"]]);
  expect(codes([{ ...near, bytes: 17_000 }])).toEqual([["error", "header_limit"]]);
  expect(codes([page(acme, "/a", [own(acme), "x".repeat(1_024)])])).toEqual([]);
  expect(codes([page(acme, "/a", [own(acme), "x".repeat(1_025)])])).toEqual([
    ["error", "tag_limit"],
  ]);
});

test("an origin is asked for where the set-up has none, and nowhere else", () => {
  const todo = (hasOrigin: boolean) => lintTagPlan([tenantLine], [], hasOrigin)[0]?.todo;
  expect(todo(true)).toMatch(/^Ask "Why stale\?" of a page/);
  expect(todo(false)).toMatch(/^Say in the zone's set-up where its origin is/);
});
