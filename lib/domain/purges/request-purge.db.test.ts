import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { Actor } from "@/lib/schemas/actor";
import type { PurgePlanRequest, PurgeRequest } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { askForPurge } from "@/prisma/factories/requests";
import { withoutGrace } from "@/prisma/testing/pass-time";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { listPurges } from "./list-purges";
import { planPurge } from "./plan-purge";
import { requestPurge } from "./request-purge";

const database = withTestDatabase();
let support: Actor;
let engineer: Actor;
let auditor: Actor;
let admin: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  support = await makeActor("support");
  engineer = await makeActor("engineer");
  auditor = await makeActor("auditor");
  admin = await makeActor("admin");
});

const zoneName = exampleDirectory().zones[0]?.name ?? "";
const planned: PurgePlanRequest = {
  tenantId: "42",
  method: "purge",
  selector: { tags: ["tenant:42"] },
};
let keys = 0;
const newKey = () => `test-key-${String((keys += 1))}`;
const wholeTenant: PurgeRequest = {
  tenantId: "42",
  method: "purge",
  selector: { tags: ["tenant:42"] },
  reason: "customer sees the old invoice",
  confirmation: "acme",
};

async function refusal(actor: Actor, request: PurgeRequest) {
  const purges = await database().purge.count();
  const refused = await database().auditEntry.count({ where: { outcome: "refused" } });
  const error = await requestPurge(actor, request, newKey()).catch((caught: unknown) => caught);
  expect(await database().purge.count()).toBe(purges);
  return {
    code: (error as { code?: string }).code,
    recorded: (await database().auditEntry.count({ where: { outcome: "refused" } })) - refused,
  };
}

test("a purge is recorded with its audit entry before anything is sent", async () => {
  const purge = await askForPurge(
    support,
    { ...wholeTenant, ticket: "https://desk.example.com/tickets/ZD-4711" },
    newKey(),
  );
  expect(purge).toMatchObject({
    status: "scheduled",
    source: "manual",
    selector: { tags: ["tenant:42"] },
    ticket: "ZD-4711",
    ticketUrl: "https://desk.example.com/tickets/ZD-4711",
    actor: { name: support.name, role: "support" },
  });
  const entries = await database().auditEntry.findMany({ where: { subjectId: purge.id } });
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ action: "purge.request", outcome: "done", tenantId: "42" });
});

test.each([
  ["confirmation_mismatch", { confirmation: "" }],
  ["confirmation_mismatch", { confirmation: "globex" }],
  // A Cyrillic а instead of a: it looks the same.
  ["confirmation_mismatch", { confirmation: "аcme" }],
  ["foreign_target", { selector: { tags: ["tenant:77"] } }],
  ["foreign_target", { selector: { files: ["https://globex.example.com/billing"] } }],
])("%s is refused, recorded, and sends nothing", async (code, change) => {
  for (const actor of [support, engineer, admin]) {
    expect(await refusal(actor, { ...wholeTenant, ...change })).toEqual({ code, recorded: 1 });
  }
});

test("roles: an auditor purges nothing, support neither prefix nor host", async () => {
  expect(await refusal(auditor, wholeTenant)).toEqual({ code: "not_allowed", recorded: 1 });
  const prefix = { ...wholeTenant, selector: { prefixes: ["acme.example.com/billing"] } };
  const host = { ...wholeTenant, selector: { hosts: ["acme.example.com"] } };
  for (const request of [prefix, host]) {
    expect(await refusal(support, request)).toEqual({ code: "not_allowed", recorded: 1 });
    expect((await askForPurge(engineer, request, newKey())).status).toBe("scheduled");
  }
});

test.each([
  { selector: { tags: ["page:billing"] } },
  { selector: { tags: ["tenant:42", "no-pattern"] } },
  // A host that several tenants are served from, also for one URL.
  { tenantId: "77", selector: { files: ["https://app.example.com/billing"] } },
  { selector: { everything: true as const } },
])("%j waits for a second person, and is not for support", async (change) => {
  const wide = { ...wholeTenant, ...change, confirmation: zoneName };
  expect(await refusal(support, wide)).toEqual({ code: "not_allowed", recorded: 1 });
  const purge = await askForPurge(admin, wide, newKey());
  expect(purge).toMatchObject({ status: "awaiting_approval", attempts: [], cancellable: true });
  const slug = { ...wide, confirmation: "acme" };
  expect(await refusal(admin, slug)).toEqual({ code: "confirmation_mismatch", recorded: 1 });
});

test("an object that services purged for another tenant is refused", async () => {
  const { id } = await askForPurge(
    support,
    { ...wholeTenant, tenantId: "77", selector: { tags: ["invoice:7701"] } },
    newKey(),
  );
  const mine = { ...wholeTenant, selector: { tags: ["invoice:7701"] } };
  expect((await askForPurge(support, mine, newKey())).status).toBe("scheduled");
  await database().purge.update({ where: { id }, data: { source: "app" } });
  expect(await refusal(support, mine)).toEqual({ code: "foreign_target", recorded: 1 });
});

test("invalid targets are named, and unknown tenants are not found", async () => {
  const bad = askForPurge(
    support,
    { ...wholeTenant, selector: { tags: ["tenant:42", "a b"] } },
    newKey(),
  );
  await expect(bad).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ path: "selector.tags.1" }],
  });
  const nobody = askForPurge(support, { ...wholeTenant, tenantId: "nobody" }, newKey());
  await expect(nobody).rejects.toMatchObject({ code: "not_found" });
});

test("one key is one purge, however often and however fast it comes", async () => {
  const key = newKey();
  const before = await database().purge.count();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => askForPurge(support, wholeTenant, key)),
  );
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(await database().purge.count()).toBe(before + 1);
  const other = askForPurge(support, { ...wholeTenant, reason: "another reason" }, key);
  await expect(other).rejects.toMatchObject({ code: "idempotency_conflict" });
  // Keys are each person's own.
  expect((await askForPurge(engineer, wholeTenant, key)).id).not.toBe(answers[0]?.id);
});

test("without its audit entry there is no purge", async () => {
  const before = await database().purge.count();
  await database().$executeRaw`ALTER TABLE audit_entry RENAME TO audit_entry_away`;
  await expect(askForPurge(support, wholeTenant, newKey())).rejects.toThrow();
  await database().$executeRaw`ALTER TABLE audit_entry_away RENAME TO audit_entry`;
  expect(await database().purge.count()).toBe(before);
});

test("the plan says what would be sent, who may, and what to type", async () => {
  const request = { tenantId: "42", method: "purge", selector: { tags: ["Tenant:42"] } } as const;
  const plan = await planPurge(support, { ...request, selector: { tags: ["Tenant:42"] } });
  expect(plan).toMatchObject({
    selector: { tags: ["tenant:42"] },
    tier: { id: "tenant" },
    confirmation: { kind: "tenant-slug", expected: "acme" },
    allowed: true,
    refusal: null,
    otherTenants: { count: 0 },
    pages: [{ path: "/billing" }, { path: "/api/billing" }],
  });
  expect(plan.recent?.actorName).toBeDefined();
  const shared = await planPurge(engineer, { ...request, selector: { tags: ["page:billing"] } });
  expect(shared).toMatchObject({
    allowed: true,
    wide: expect.stringContaining("page:billing") as string,
    secondPerson: { roles: ["engineer", "admin"], minutes: 60, mayBreakGlass: false },
    confirmation: { kind: "zone-name" },
    otherTenants: { count: 2 },
  });
  const object = await planPurge(support, { ...request, selector: { tags: ["invoice:1"] } });
  expect(object).toMatchObject({
    confirmation: { kind: "button", expected: null },
    otherTenants: { count: null },
  });
  const prefix = await planPurge(support, {
    ...request,
    selector: { prefixes: ["acme.example.com/api"] },
  });
  expect(prefix).toMatchObject({
    allowed: false,
    whoCan: ["engineer", "admin"],
    pages: [{ path: "/api/billing" }],
  });
});

test("the list pages by place: purges that arrive meanwhile move nothing, and filters hold", async () => {
  const everything = await listPurges(support, { limit: 200 });
  const first = await listPurges(support, { limit: 3 });
  await askForPurge(support, wholeTenant, newKey());
  const seen = [...first.items];
  for (let { nextCursor } = first; nextCursor !== null;) {
    const page = await listPurges(support, { limit: 3, cursor: nextCursor });
    seen.push(...page.items);
    ({ nextCursor } = page);
  }
  expect(seen.map(({ id }) => id)).toEqual(everything.items.map(({ id }) => id));
  const newest = everything.items[0]?.cursor;
  const since = await listPurges(support, { limit: 200, ...(newest ? { after: newest } : {}) });
  expect(since.items).toHaveLength(1);
  const byTag = await listPurges(support, {
    limit: 200,
    tag: "TENANT:42",
    actor: support.name,
    status: "scheduled",
  });
  expect(byTag.items.length).toBeGreaterThan(0);
  expect(
    byTag.items.every(
      ({ selector, actor }) =>
        selector.tags?.includes("tenant:42") === true && actor.name === support.name,
    ),
  ).toBe(true);
  expect((await listPurges(support, { limit: 50, ticket: "ZD-4711" })).items).toHaveLength(1);
  expect((await listPurges(support, { limit: 50, source: "deploy" })).items).toEqual([]);
  await expect(listPurges(support, { limit: 5, cursor: "nonsense" })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("what is previewed is what is sent: without the preview, or after a change, nothing is", async () => {
  const none = requestPurge(support, wholeTenant, newKey());
  await expect(none).rejects.toMatchObject({ fields: [{ path: "plan" }] });
  const { digest } = await planPurge(support, { ...planned, method: "invalidate" });
  const other = requestPurge(support, { ...wholeTenant, plan: digest }, newKey());
  await expect(other).rejects.toMatchObject({
    code: "plan_changed",
    fields: [{ path: "plan", message: "the method changed" }],
  });
  const seen = await planPurge(support, planned);
  await withoutGrace();
  const late = requestPurge(support, { ...wholeTenant, plan: seen.digest }, newKey());
  await expect(late).rejects.toMatchObject({ fields: [{ message: "the policy changed" }] });
  const again = await planPurge(support, planned);
  expect(again.policyVersion).toBe(seen.policyVersion + 1);
  const sent = await requestPurge(support, { ...wholeTenant, plan: again.digest }, newKey());
  expect(sent.status).toBe("queued");
});
