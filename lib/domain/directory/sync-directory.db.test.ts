import { beforeAll, expect, test } from "vitest";
import { planPurge } from "@/lib/domain/purges/plan-purge";
import { readPurge } from "@/lib/domain/purges/read-purge";
import { readTenant } from "@/lib/domain/tenants/read-tenant";
import { searchTenants } from "@/lib/domain/tenants/search-tenants";
import type { Actor } from "@/lib/schemas/actor";
import { directoryFile } from "@/lib/schemas/directory";
import { mostImported, mostListed } from "@/lib/schemas/directory-changes";
import { roles } from "@/lib/schemas/words";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { importDirectory } from "./import-directory";
import { removeTenant } from "./remove-tenant";
import { importForCaller, putTagPlan, putTenant, putZone } from "./sync-directory";

const database = withTestDatabase();
let engineer: Actor;
let admin: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  engineer = await makeActor("engineer");
  admin = await makeActor("admin");
});

const zone = "example.com";
const zoneId = "0123456789abcdef0123456789abcdef";
const umbrella = {
  slug: "umbrella",
  name: "Umbrella",
  zone,
  hosts: ["umbrella.example.com"],
  pages: ["/billing"],
};
const file = (value: object) => directoryFile.parse(value);
const entries = () => database().auditEntry.findMany({ orderBy: [{ at: "asc" }, { id: "asc" }] });
const rows = async () => ({
  tenants: await database().tenant.findMany({
    include: { hosts: true, pages: true },
    orderBy: { id: "asc" },
  }),
  zones: await database().zone.findMany({ include: { tagPatterns: true } }),
  policies: (await loadPolicy(database())).policy,
});
const found = async (q: string) =>
  (await searchTenants(engineer, { q, limit: 50 })).items.map(({ id }) => id);

test("a tenant is made, kept, changed: each change with its audit entry, before and after", async () => {
  const before = (await entries()).length;
  expect(await putTenant(engineer, "90", umbrella)).toMatchObject({
    created: 1,
    changed: 0,
    changes: [{ part: "tenant", id: "90", change: "created", before: null, after: umbrella }],
  });
  expect(await found("umbrella")).toEqual(["90"]);
  const made = await rows();
  expect(await putTenant(engineer, "90", umbrella)).toMatchObject({ unchanged: 1, changes: [] });
  expect(await rows()).toEqual(made);
  expect(await putTenant(engineer, "90", { ...umbrella, name: "Umbrella AG" })).toMatchObject({
    changed: 1,
    changes: [{ before: { name: "Umbrella" }, after: { name: "Umbrella AG" } }],
  });
  const written = (await entries()).slice(before);
  expect(written.map(({ action, subjectId, tenantId }) => [action, subjectId, tenantId])).toEqual([
    ["directory.sync", "90", "90"],
    ["directory.sync", "90", "90"],
  ]);
  expect(written[1]?.details).toContain("Umbrella AG");
});

test("how a page is probed: sent again it is unchanged, and a list of paths leaves it", async () => {
  const german = { name: "German", headers: { "X-B": "2", "X-A": "1" }, language: "de" };
  const page = { path: "/setup", leaveOut: [{ pointer: "/at" }], variants: [german] };
  const zeta = { ...umbrella, slug: "zeta", hosts: ["zeta.example.com"], pages: [page] };
  expect(await putTenant(engineer, "91", zeta)).toMatchObject({
    created: 1,
    changes: [{ after: { pages: [page] } }],
  });
  const paths = { ...zeta, pages: ["/setup"] };
  for (const body of [zeta, paths]) {
    expect(await putTenant(engineer, "91", body)).toMatchObject({ unchanged: 1, changes: [] });
  }
  const away = { ...zeta, pages: [{ path: "/setup", variants: [], leaveOut: [] }] };
  expect(await putTenant(engineer, "91", away)).toMatchObject({
    changed: 1,
    changes: [{ after: { pages: ["/setup"] } }],
  });
});

test("a zone and its tag plan; the plan becomes exactly what was sent", async () => {
  const id = "1".repeat(32);
  const body = { name: "second.example", accountId: "2".repeat(32), plan: "free" as const };
  expect(await putZone(engineer, id, body)).toMatchObject({ created: 1 });
  expect(await putZone(engineer, id, body)).toMatchObject({ unchanged: 1, changes: [] });
  const tag = { scope: "object" as const, owner: "", trigger: "", routes: [] };
  const patterns = ["a:{id}", "b:{id}"].map((pattern) => ({ pattern, ...tag }));
  expect(await putTagPlan(admin, "second.example", { patterns })).toMatchObject({ created: 2 });
  const second = { patterns: patterns.slice(1).map((one) => ({ ...one, owner: "web" })) };
  expect(await putTagPlan(admin, id, second)).toMatchObject({
    changed: 1,
    removed: 1,
    changes: [
      { id: "second.example a:{id}", change: "removed", after: null },
      { id: "second.example b:{id}", change: "changed", after: { owner: "web" } },
    ],
  });
  expect(await putTagPlan(admin, id, { patterns: [] })).toMatchObject({ removed: 1 });
  await expect(putTagPlan(admin, "nowhere.example", { patterns })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a removed tenant leaves search and purging, frees its hosts, keeps its history; PUT brings it back", async () => {
  await putTenant(engineer, "91", { ...umbrella, slug: "wayne", hosts: ["wayne.example.com"] });
  const [purgeId = ""] = await queuePurges([makePurge({ zoneId, tenantId: "91" })]);
  expect(await removeTenant(engineer, "91")).toMatchObject({
    removed: 1,
    changes: [{ id: "91", change: "removed", before: { slug: "wayne" }, after: null }],
  });
  for (const q of ["wayne", "91", "wayne.example.com", "wane"])
    expect(await found(q)).not.toContain("91");
  expect(await found("")).not.toContain("91");
  const request = { tenantId: "91", method: "purge" as const, selector: { tags: ["tenant:91"] } };
  await expect(planPurge(engineer, request)).rejects.toMatchObject({ code: "not_found" });
  expect((await readPurge(engineer, purgeId)).tenant).toMatchObject({ id: "91", slug: "wayne" });
  expect(await readTenant(engineer, "91")).toMatchObject({ hosts: [], purgeCount: 1 });
  expect((await readTenant(engineer, "91")).removedAt).not.toBeNull();
  expect(await removeTenant(engineer, "91")).toMatchObject({ removed: 0, changes: [] });
  expect(
    await putTenant(engineer, "92", { ...umbrella, slug: "kane", hosts: ["wayne.example.com"] }),
  ).toMatchObject({ created: 1 });
  expect((await readTenant(engineer, "92")).sharedHosts).toEqual([]);
  expect(
    await putTenant(engineer, "91", { ...umbrella, slug: "wayne", hosts: ["new.example.com"] }),
  ).toMatchObject({ created: 1 });
  expect(await found("wayne")).toContain("91");
  expect((await readTenant(engineer, "91")).removedAt).toBeNull();
  await expect(removeTenant(engineer, "nobody")).rejects.toMatchObject({ code: "not_found" });
});

test("a dry run says what would change, changes nothing, and lists no more than it says", async () => {
  const before = [await rows(), (await entries()).length];
  const many = Array.from({ length: mostListed + 5 }, (_, at) => ({
    ...umbrella,
    id: `many-${at}`,
    slug: `many-${at}`,
    hosts: [`many-${at}.example.com`],
  }));
  const planned = await importForCaller(
    engineer,
    file({ tenants: [...many, { ...exampleDirectory().tenants[0], name: "Acme AG" }] }),
    true,
  );
  expect(planned).toMatchObject({ dryRun: true, created: mostListed + 5, changed: 1, more: 6 });
  expect(planned.changes).toHaveLength(mostListed);
  expect([await rows(), (await entries()).length]).toEqual(before);
});

test("an import is all or nothing, also in what it finds in the database", async () => {
  const before = [await rows(), (await entries()).length];
  const other = { ...umbrella, id: "93", slug: "acme", hosts: ["x.example.com"] };
  for (const [place, tenants] of [
    ["tenants[1].slug", [{ ...other, id: "94", slug: "fine" }, other]],
    ["tenants[0].zone", [{ ...other, slug: "fine", zone: "nowhere.example" }]],
    ["tenants[0].pages[0]", [{ ...other, slug: "fine", pages: ["no slash"] }]],
    [
      "tenants[1].id",
      [
        { ...other, id: "q", slug: "q" },
        { ...other, id: "Q", slug: "p" },
      ],
    ],
  ] as const) {
    await expect(importForCaller(engineer, file({ tenants }), false)).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ path: place }],
    });
  }
  const tooMany = Array.from({ length: mostImported + 1 }, (_, at) => ({ ...other, id: `${at}` }));
  await expect(importForCaller(engineer, file({ tenants: tooMany }), false)).rejects.toMatchObject({
    code: "too_large",
  });
  expect([await rows(), (await entries()).length]).toEqual(before);
});

test("who may: engineers and admins, policies by admins alone", async () => {
  for (const role of roles) {
    const may = role === "engineer" || role === "admin";
    const attempt = putTenant(await makeActor(role), "90", { ...umbrella, name: role });
    if (may) expect(await attempt).toMatchObject({ changed: 1 });
    else await expect(attempt).rejects.toMatchObject({ code: "not_allowed" });
  }
  const policies = file({ policies: [{ tier: "tenant", graceSeconds: 7 }] });
  await expect(importForCaller(engineer, policies, false)).rejects.toMatchObject({
    code: "not_allowed",
  });
  expect(await importForCaller(await makeActor("admin"), policies, false)).toMatchObject({
    changed: 1,
    changes: [{ part: "policy", id: "tenant", after: { graceSeconds: 7 } }],
  });
});

test("changes at the same moment go one after the other", async () => {
  const slugs = Array.from({ length: 8 }, (_, at) => `same-${at % 2}`);
  const ended = await Promise.allSettled(
    slugs.map((slug, at) =>
      putTenant(engineer, `race-${at % 4}`, { ...umbrella, slug, hosts: [`${slug}.example.com`] }),
    ),
  );
  const failed = ended.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  for (const reason of failed) expect(reason).toMatchObject({ code: "invalid_input" });
  expect(await database().tenant.count({ where: { slug: { in: slugs } } })).toBe(2);
});
