import { beforeAll, expect, test } from "vitest";
import { listAudit } from "@/lib/domain/audit/list-audit";
import { readTagPlan } from "@/lib/domain/tag-plans/read-tag-plan";
import type { Actor } from "@/lib/schemas/actor";
import type { SettingKind } from "@/lib/schemas/audit";
import { directoryFile, tagPlanBody, type TagPlanBody, zoneBody } from "@/lib/schemas/directory";
import type { AppError } from "@/lib/schemas/errors";
import { roles } from "@/lib/schemas/words";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { importDirectory } from "./import-directory";
import { listZones } from "./list-zones";
import { readZone } from "./read-zone";
import { importForCaller, putTagPlan, putZone } from "./sync-directory";

const database = withTestDatabase();
const directory = exampleDirectory();
const [zone = { id: "", name: "" }] = directory.zones;
let engineer: Actor;
beforeAll(async () => {
  useTestEnv({ PROBE_SECRET_STAGING: `${zone.name}:the-value-itself` });
  await importDirectory(directory);
  engineer = await makeActor("engineer");
});

/** What the record has of one setting, newest first. */
async function historyOf(subjectKind: SettingKind, subjectId?: string) {
  const query = { subjectKind, ...(subjectId === undefined ? {} : { subjectId }), limit: 20 };
  const { items } = await listAudit(engineer, query);
  return items.map(({ action, outcome, before, after, summary }) => ({
    ...{ action, outcome, summary },
    before: JSON.parse(before ?? "null") as unknown,
    after: JSON.parse(after ?? "null") as unknown,
  }));
}

test("zones are listed and read by every role, their secrets by name alone", async () => {
  const shown = await readZone(engineer, zone.id);
  const origin = {
    ...{ scheme: "https" as const, address: "origin.example.com:443" },
    header: { name: "X-Origin-Key", secret: "STAGING" },
  };
  const { name, accountId, plan } = shown;
  await putZone(engineer, zone.id, zoneBody.parse({ name, accountId, plan, origin }));
  for (const role of roles) {
    const actor = await makeActor(role);
    const { items } = await listZones(actor);
    const tenants = directory.tenants.filter((one) => one.zone === zone.name).length;
    expect(items.find(({ id }) => id === zone.id)).toMatchObject({ tenants, hasOrigin: true });
    const read = await readZone(actor, zone.id);
    expect(read).toMatchObject({ origin, tenants });
    expect(JSON.stringify(read)).not.toContain("the-value-itself");
  }
  await expect(readZone(engineer, "e".repeat(32))).rejects.toMatchObject({ code: "not_found" });
});

test("a zone is edited as it was seen, and its history has what was before and after", async () => {
  const { version, name, accountId, plan } = await readZone(engineer, zone.id);
  const body = { name, accountId, plan, tenantMarker: 'data-tenant="{slug}"' };
  await putZone(engineer, zone.id, { ...body, basedOn: version });
  const again = putZone(engineer, zone.id, { ...body, tieredCache: true, basedOn: version });
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  expect(await readZone(engineer, zone.id)).toMatchObject({ tieredCache: false });
  const [newest] = await historyOf("zone", zone.id);
  expect(newest).toMatchObject({
    ...{
      action: "directory.sync",
      outcome: "done",
      summary: `${engineer.name} changed the zone ${name}`,
    },
    before: { tenantMarker: null, origin: { address: "origin.example.com:443" } },
    after: { tenantMarker: body.tenantMarker, origin: null },
  });
});

const planned = (patterns: object[], basedOn?: string): TagPlanBody => ({
  ...tagPlanBody.parse({ patterns }),
  basedOn,
});

test("a tag plan is edited as it was seen; its history has the lines that changed", async () => {
  const before = await readTagPlan(engineer, zone.name);
  const [first, ...rest] = before.lines;
  const changed = [{ ...first, owner: "Platform" }, ...rest];
  await putTagPlan(engineer, zone.id, planned(changed, before.version));
  const stale = putTagPlan(engineer, zone.id, planned([], before.version));
  await expect(stale).rejects.toMatchObject({ code: "conflict" });
  const after = await readTagPlan(engineer, zone.id);
  expect(after.lines).toEqual(changed);
  const [newest] = await historyOf("tag_plan", zone.id);
  expect(newest).toMatchObject({
    summary: `${engineer.name} changed the tag plan of ${zone.name}`,
  });
  const pattern = first?.pattern ?? "";
  expect(Object.keys(newest?.before as object)).toEqual([pattern]);
  expect(newest?.before).toMatchObject({ [pattern]: { owner: first?.owner } });
  expect(newest?.after).toMatchObject({ [pattern]: { owner: "Platform" } });
  const count = (await historyOf("tag_plan", zone.id)).length;
  expect(await putTagPlan(engineer, zone.id, planned(changed))).toMatchObject({ changes: [] });
  expect(await historyOf("tag_plan", zone.id)).toHaveLength(count);
});

test("a second line for all of a tenant is refused at its own field; the file of whoever runs the server may have one", async () => {
  const admin = await makeActor("admin");
  const id = "8".repeat(32);
  const name = "eighth.example";
  const line = (pattern: string, scope = "tenant") => ({ pattern, scope });
  const inFile = (pattern: string) => ({ tagPlan: [{ zone: name, ...line(pattern) }] });
  await importDirectory({ zones: [{ id, name, accountId: id, plan: "free" }] });
  const refused = async (path: string, work: Promise<unknown>) => {
    const error = await work.catch((reason: unknown) => reason as AppError);
    const [field, ...more] = (error as AppError).fields;
    expect([field?.path, more]).toEqual([path, []]);
    expect(field?.message).toMatch(/^"tenant:\{id\}" stands for all of a tenant already/);
  };
  const both = [line("tenant:{id}"), line("customer-{slug}")];
  await refused("patterns.1.pattern", putTagPlan(admin, id, planned(both)));
  await putTagPlan(admin, id, planned([line("tenant:{id}"), line("customer-{slug}", "shared")]));
  // It comes before the other by its letters, and would be the one that is purged by.
  const before = [line("account-{id}"), line("tenant:{id}")];
  await refused("patterns.0.pattern", putTagPlan(admin, id, planned(before)));
  await refused("patterns.1.pattern", putTagPlan(admin, id, planned(both)));
  const file = directoryFile.parse(inFile("account-{id}"));
  await refused("tagPlan[0].pattern", importForCaller(admin, file, true));
  // One in the other's place is no second one, and a plan that has two from before is not in the way of other lines.
  await putTagPlan(admin, id, planned([line("account-{id}")]));
  await importDirectory(inFile("tenant:{id}"));
  const owned = [
    ...before.map((one) => ({ ...one, owner: "web" })),
    line("invoice:{id}", "object"),
  ];
  expect(await putTagPlan(admin, id, planned(owned))).toMatchObject({ created: 1, changed: 2 });
});

test("however a setting is changed its history tells of it, and refusals as well", async () => {
  const id = "7".repeat(32);
  const file = {
    ...{ zones: [{ id, name: "seventh.example", accountId: id, plan: "free" as const }] },
    tagPlan: [{ zone: "seventh.example", pattern: "a:{id}", scope: "object" as const }],
  };
  await importDirectory(file);
  await importDirectory(file);
  for (const kind of ["zone", "tag_plan"] as const) {
    expect(await historyOf(kind, id)).toMatchObject([
      { action: "directory.import", outcome: "done" },
    ]);
  }
  const { tagPlan, ...whole } = { ...directory, policies: [], accountLimits: [] };
  const [{ id: tenantId, ...tenant } = { id: "" }] = whole.tenants;
  const bulk = {
    ...{
      zones: [{ ...file.zones[0], plan: "pro" }],
      tagPlan: [{ ...file.tagPlan[0], owner: "web" }],
    },
    tenants: [{ id: tenantId, ...tenant, name: "Renamed" }],
  };
  const value = bulk as unknown as Parameters<typeof importForCaller>[1];
  expect(await importForCaller(engineer, value, false)).toMatchObject({ changed: 3 });
  expect((await historyOf("zone", id))[0]).toMatchObject({
    before: { plan: "free" },
    after: { plan: "pro" },
  });
  expect((await historyOf("tag_plan", id))[0]).toMatchObject({
    after: { "a:{id}": { owner: "web" } },
  });
  expect(tagPlan.length).toBeGreaterThan(0);

  const elsewhere = await makeService({ verbs: ["sync"], zones: ["seventh.example"] });
  await expect(putTagPlan(elsewhere, zone.id, planned([]))).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await historyOf("tag_plan", zone.id))[0]).toMatchObject({ outcome: "refused" });
  const tokens = await historyOf("token", elsewhere.id);
  expect(tokens).toMatchObject([{ action: "token.create", after: { verbs: ["sync"] } }]);
});

test("the linter sees what origins sent for the zone's pages, and no other zone's", async () => {
  const at = new Date();
  const probe = (tenantId: string, path: string, cacheTag: string | null, startedAt = at) => ({
    ...{ id: crypto.randomUUID(), tenantId, path, url: `https://x${path}`, startedAt, cacheTag },
    httpStatus: 200,
  });
  await database().probe.createMany({
    data: [
      probe("42", "/billing", "Tenant:42, page:billing"),
      probe("42", "/billing", "customer-42", new Date(at.getTime() - 1_000)),
      probe("42", "/report", "customer-42"),
      probe("77", "/report", "customer-77"),
      probe("77", "/nothing", null),
      probe("77", "/long-ago", "x:1", new Date(at.getTime() - 31 * 24 * 3_600_000)),
    ],
  });
  await database().diagnosis.create({
    data: {
      ...{ id: crypto.randomUUID(), tenantId: "77", host: "globex.example.com", path: "/bare" },
      ...{ url: "https://globex.example.com/bare", createdById: engineer.id, createdAt: at },
      ...{ cause: "unknown", confidence: "low", summary: "", evidence: [], missing: [] },
      nextStep: "",
      origin: [
        { httpStatus: 200, cacheTag: null },
        { httpStatus: 500, cacheTag: "y:1" },
      ],
    },
  });
  const { findings, seen } = await readTagPlan(engineer, zone.id);
  expect(seen).toMatchObject({ pages: 4, tenants: 2 });
  expect(findings[0]).toMatchObject({
    code: "missing_tenant_tag",
    message: expect.stringMatching(/^3 of 4/) as string,
  });
  expect(findings.map(({ code }) => code)).toContain("other_spelling");
  expect((await readTagPlan(engineer, "seventh.example")).seen.pages).toBe(0);
});
