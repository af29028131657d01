import { beforeAll, expect, test } from "vitest";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import type { Actor, Caller } from "@/lib/schemas/actor";
import { directoryFile, zoneBody } from "@/lib/schemas/directory";
import type { AppError } from "@/lib/schemas/errors";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { importDirectory } from "./import-directory";
import { removeTenant } from "./remove-tenant";
import { importForCaller, putTagPlan, putTenant, putZone } from "./sync-directory";

const database = withTestDatabase();
let engineer: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  engineer = await makeActor("engineer");
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
const rows = async () => ({
  tenants: await database().tenant.findMany({
    include: { hosts: true, pages: true },
    orderBy: { id: "asc" },
  }),
  zones: await database().zone.findMany({ include: { tagPatterns: true } }),
  policies: (await loadPolicy(database())).policy,
});

test("a token does what its verbs, zones and tenants reach, and is refused the rest on record", async () => {
  const id = "3".repeat(32);
  await putZone(engineer, id, { name: "third.example", accountId: "4".repeat(32), plan: "free" });
  const sync = await makeService({ verbs: ["sync"] });
  expect(await putTenant(sync, "95", { ...umbrella, slug: "stark" })).toMatchObject({ created: 1 });
  const zoned = await makeService({ verbs: ["sync"], zones: ["third.example"] });
  const own = await makeService({ verbs: ["sync"], tenants: ["95"] });
  const inThird = { ...umbrella, slug: "third", zone: "third.example" };
  expect(await putTenant(zoned, "96", inThird)).toMatchObject({ created: 1 });
  expect(await putTenant(own, "95", { ...umbrella, slug: "stark", name: "S" })).toMatchObject({
    changed: 1,
  });
  const before = await rows();
  const refused: [string, Caller, (caller: Caller) => Promise<unknown>][] = [
    [
      "no verb",
      await makeService({ verbs: ["purge", "read", "report"] }),
      (one) => putTenant(one, "95", umbrella),
    ],
    ["another zone's tenant", zoned, (one) => putTenant(one, "97", umbrella)],
    ["a tenant that is in another zone", zoned, (one) => putTenant(one, "95", inThird)],
    [
      "another zone",
      zoned,
      (one) => putZone(one, zoneId, { name: zone, accountId: "5".repeat(32), plan: "free" }),
    ],
    ["another tenant", own, (one) => putTenant(one, "96", inThird)],
    [
      "a zone with all its tenants",
      own,
      (one) => putZone(one, zoneId, { name: zone, accountId: "5".repeat(32), plan: "free" }),
    ],
    ["a tag plan of all tenants", own, (one) => putTagPlan(one, zone, { patterns: [] })],
    [
      "policies",
      sync,
      (one) =>
        importForCaller(one, file({ policies: [{ tier: "tenant", graceSeconds: 0 }] }), false),
    ],
  ];
  for (const [what, caller, attempt] of refused) {
    const count = await database().auditEntry.count({ where: { outcome: "refused" } });
    await expect(attempt(caller), what).rejects.toMatchObject({ code: "not_allowed" });
    expect(await database().auditEntry.count({ where: { outcome: "refused" } }), what).toBe(
      count + 1,
    );
  }
  expect(await rows()).toEqual(before);
});

test("what is refused is in the history of what was to be changed", async () => {
  const own = await makeService({ verbs: ["sync"], tenants: ["95"] });
  const support = await makeActor("support");
  const set = zoneBody.parse({ name: zone, accountId: "5".repeat(32), plan: "free" });
  const refused: [string, string, () => Promise<unknown>][] = [
    ["zone", zoneId, () => putZone(own, zoneId, set)],
    ["zone", zoneId, () => putZone(support, zoneId, set)],
    ["tag_plan", zone, () => putTagPlan(support, zone, { patterns: [] })],
    ["tenant", "42", () => putTenant(own, "42", umbrella)],
  ];
  for (const [subjectKind, subjectId, attempt] of refused) {
    await expect(attempt()).rejects.toMatchObject({ code: "not_allowed" });
    const newest = { where: { outcome: "refused" as const }, orderBy: { id: "desc" as const } };
    expect(await database().auditEntry.findFirst(newest)).toMatchObject({
      ...{ subjectKind, subjectId },
      tenantId: subjectKind === "tenant" ? subjectId : null,
    });
  }
});

test("what a token does not reach is answered as what there is not, on record, and is not named", async () => {
  const zoned = await makeService({ verbs: ["sync"], zones: ["third.example"] });
  const own = await makeService({ verbs: ["sync"], tenants: ["95"] });
  const before = await rows();
  const inThird = { ...umbrella, slug: "acme", zone: "third.example" };
  const beyond: [string, string, () => Promise<unknown>][] = [
    ["There is no tenant with the id 95.", "95", () => removeTenant(zoned, "95")],
    ["There is no tenant with the id 96.", "96", () => removeTenant(own, "96")],
    [`There is no zone ${zone}.`, zoneId, () => putTagPlan(zoned, zone, { patterns: [] })],
  ];
  for (const [message, subjectId, attempt] of beyond) {
    const count = await database().auditEntry.count({ where: { outcome: "refused" } });
    await expect(attempt()).rejects.toMatchObject({ code: "not_found", message });
    const refused = { outcome: "refused" as const };
    expect(await database().auditEntry.count({ where: refused })).toBe(count + 1);
    const newest = { where: refused, orderBy: { id: "desc" as const } };
    expect(await database().auditEntry.findFirst(newest)).toMatchObject({ subjectId });
  }
  await expect(removeTenant(own, "nobody")).rejects.toMatchObject({
    message: "There is no tenant with the id nobody.",
  });
  await expect(putTenant(zoned, "98", inThird)).rejects.toMatchObject({
    fields: [{ path: "slug", message: '"acme" is the slug of another tenant' }],
  });
  await expect(putTenant(engineer, "98", inThird)).rejects.toMatchObject({
    fields: [{ path: "slug", message: '"acme" is the slug of tenant 42' }],
  });
  const taken = { name: zone, accountId: "5".repeat(32), plan: "free" as const };
  await expect(putZone(zoned, "3".repeat(32), taken)).rejects.toMatchObject({
    fields: [{ path: "name", message: `"${zone}" is the name of another zone` }],
  });
  expect(await rows()).toEqual(before);
});

test("what is wrong with a part sent by itself is named by its place in what was sent", async () => {
  const places = async (attempt: Promise<unknown>) =>
    attempt.then(
      () => [],
      (error: unknown) => (error as AppError).fields.map(({ path }) => path),
    );
  const setup = { path: "/a", leaveOut: [] };
  const pages = [setup, "no slash", setup];
  expect(await places(putTenant(engineer, "99", { ...umbrella, slug: "x", pages }))).toEqual([
    "pages.1",
    "pages.2",
  ]);
  expect(
    await places(putTenant(engineer, "99", { ...umbrella, slug: "x", zone: "nowhere.example" })),
  ).toEqual(["zone"]);
  const edge = { scheme: "https" as const, address: "10.0.0.1:443" };
  const body = { name: zone, accountId: "5".repeat(32), plan: "free" as const, edge };
  expect(await places(putZone(engineer, zoneId, body))).toEqual(["edge.address"]);
  const tag = { scope: "object" as const, owner: "", trigger: "", routes: [] };
  const patterns = ["a:{id}", "A:{id}"].map((pattern) => ({ pattern, ...tag }));
  await expect(putTagPlan(engineer, zone, { patterns })).rejects.toMatchObject({
    fields: [
      {
        path: "patterns.1.pattern",
        message: 'is the same as patterns[0].pattern ("example.com a:{id}")',
      },
    ],
  });
});
