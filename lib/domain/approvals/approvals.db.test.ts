import { beforeAll, beforeEach, expect, test } from "vitest";
import { consoleActor } from "@/lib/audit/write-entry";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { lockPolicy, savePolicy } from "@/lib/domain/policies/save-policy";
import { cancelPurge } from "@/lib/domain/purges/cancel-purge";
import { planPurge } from "@/lib/domain/purges/plan-purge";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { PurgePolicy } from "@/lib/schemas/purge-policy";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { askForPurge } from "@/prisma/factories/requests";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { decideApproval } from "./decide-approval";
import { expireApprovals } from "./expire-approvals";
import { listApprovals } from "./list-approvals";
import { readApproval } from "./read-approval";

const database = withTestDatabase();
const directory = exampleDirectory();
const zoneName = directory.zones[0]?.name ?? "";
let support: Actor;
let engineer: Actor;
let other: Actor;
let admin: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(directory);
});
beforeEach(async () => {
  support = await makeActor("support");
  engineer = await makeActor("engineer");
  other = await makeActor("engineer");
  admin = await makeActor("admin");
});

const shared: PurgeRequest = {
  tenantId: "42",
  method: "purge",
  selector: { tags: ["page:billing"] },
  reason: "Every billing page shows the old prices",
  confirmation: zoneName,
};
let keys = 0;
const ask = async (actor = engineer, change: Partial<PurgeRequest> = {}) => {
  const purge = await askForPurge(
    actor,
    { ...shared, ...change },
    `approval-${String((keys += 1))}`,
  );
  return purge.id;
};
const digestFor = async (actor: Actor, id: string) =>
  (await readApproval(actor, id)).plan?.digest ?? "none";
async function approve(actor: Actor, id: string, plan?: string) {
  const seen = plan ?? (await digestFor(actor, id));
  return decideApproval(actor, id, { decision: "approve", plan: seen, reason: "Prices changed" });
}
const deny = (actor: Actor, id: string) =>
  decideApproval(actor, id, { decision: "deny", reason: "Purge the invoice instead" });
const statusOf = async (id: string) =>
  (await database().purge.findUniqueOrThrow({ where: { id } })).status;
const entriesOf = async (id: string) =>
  (await database().auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } })).map(
    ({ action, outcome }) => `${action} ${outcome}`,
  );

async function changePolicyTo(change: (policy: PurgePolicy) => PurgePolicy): Promise<void> {
  await database().$transaction(async (tx) => {
    await lockPolicy(tx);
    const { policy } = await loadPolicy(tx);
    await savePolicy(tx, consoleActor, change(policy), "a test");
  });
}

test("a second person's yes sends it on to its grace period, and both are on record", async () => {
  const id = await ask();
  expect(await statusOf(id)).toBe("awaiting_approval");
  const seen = await readApproval(other, id);
  expect(seen).toMatchObject({
    state: "pending",
    requestedBy: engineer.name,
    whyNot: null,
    changed: [],
    plan: {
      wide: expect.stringContaining("page:billing") as string,
      otherTenants: { count: 2 },
      // The one that waits is no other purge of late.
      recent: null,
    },
  });
  expect(await approve(other, id)).toMatchObject({
    state: "approved",
    decision: { by: other.name, reason: "Prices changed" },
  });
  expect(await statusOf(id)).toBe("scheduled");
  expect(await entriesOf(id)).toEqual(["purge.request done", "approval.approve done"]);
  const where = { subjectId: id, action: "approval.approve" };
  const { details } = await database().auditEntry.findFirstOrThrow({ where });
  const { digest, policyVersion } = seen.plan ?? {};
  expect(JSON.parse(details)).toEqual({ digest, policyVersion });
});

test("nobody decides on their own, whatever session or role they come with", async () => {
  const id = await ask();
  await database().person.update({ where: { id: engineer.id }, data: { role: "admin" } });
  const asAdmin: Actor = { ...engineer, role: "admin", sessionId: newId(), name: "renamed" };
  await expect(approve(asAdmin, id)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(deny(engineer, id)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(approve(support, id)).rejects.toMatchObject({ code: "not_allowed" });
  expect(await statusOf(id)).toBe("awaiting_approval");
  // The database does not take it either.
  const forged = database().approval.update({
    where: { purgeId: id },
    data: { state: "approved", decidedById: engineer.id },
  });
  await expect(forged).rejects.toThrow(/nobody approves what they asked for/);
  const released = database().purge.update({ where: { id }, data: { status: "queued" } });
  await expect(released).rejects.toThrow(/waits for a second person/);
});

test("entries of a purge of everything name the zone: everything of a tenant is something else", async () => {
  const second = await makeActor("admin");
  const approved = await ask(admin, { selector: { everything: true } });
  await approve(second, approved);
  const denied = await ask(admin, { selector: { everything: true } });
  await deny(second, denied);
  const refused = ask(support, { selector: { everything: true } });
  await expect(refused).rejects.toMatchObject({ code: "not_allowed" });
  const entries = await database().auditEntry.findMany({
    where: { OR: [{ subjectId: { in: [approved, denied] } }, { actorName: support.name }] },
    orderBy: { id: "asc" },
  });
  const zone = `everything of the zone ${zoneName}`;
  expect(entries.map(({ summary }) => summary)).toEqual([
    `${admin.name} asked for approval to purge ${zone}, for acme`,
    `${second.name} approved ${zone}, asked for by ${admin.name}`,
    `${admin.name} asked for approval to purge ${zone}, for acme`,
    `${zone}, asked for by ${admin.name}: Denied by ${second.name}: Purge the invoice instead`,
    `${support.name} was refused to purge ${zone}, for acme`,
  ]);
});

test("everything takes an admin to ask and another admin to approve", async () => {
  const id = await ask(admin, { selector: { everything: true } });
  await expect(approve(other, id)).rejects.toMatchObject({ code: "not_allowed" });
  expect(await approve(await makeActor("admin"), id)).toMatchObject({ state: "approved" });
});

test("a no is final, and what is taken back is not approved", async () => {
  const id = await ask();
  expect(await deny(other, id)).toMatchObject({ state: "denied", whyNot: null });
  expect(await statusOf(id)).toBe("cancelled");
  await expect(approve(admin, id, "any")).rejects.toMatchObject({ code: "conflict" });
  const back = await ask();
  await cancelPurge(engineer, back, "Not needed any more");
  await expect(approve(other, back, "any")).rejects.toMatchObject({ code: "conflict" });
  expect(await readApproval(other, back)).toMatchObject({ state: "cancelled" });
  const again = database().approval.update({
    where: { purgeId: id },
    data: { state: "approved", decidedById: admin.id },
  });
  await expect(again).rejects.toThrow(/not decided again/);
});

test("of fifty who decide at once one wins, and one purge is sent on", async () => {
  const id = await ask();
  const digest = await digestFor(other, id);
  const deciders = [other, admin, await makeActor("engineer"), await makeActor("admin")];
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, async (_, at) => {
      const actor = deciders[at % deciders.length] ?? other;
      if (at % 10 === 9) return cancelPurge(engineer, id, null);
      return at % 2 === 0 ? approve(actor, id, digest) : deny(actor, id);
    }),
  );
  const won = answers.filter(({ status }) => status === "fulfilled");
  const lost = answers
    .filter((one) => one.status === "rejected")
    .map(({ reason }) => reason as unknown);
  // An approved purge can still be cancelled in its grace period.
  expect(won.length).toBeGreaterThanOrEqual(1);
  expect(won.length).toBeLessThanOrEqual(2);
  expect(lost.every((error) => error instanceof AppError && error.code === "conflict")).toBe(true);
  const entries = await entriesOf(id);
  const decisions = entries.filter((entry) => /approval\.|purge\.cancel/.test(entry));
  expect(decisions).toHaveLength(won.length);
  const moves = await database().purgeTransition.findMany({ where: { purgeId: id } });
  expect(moves.filter(({ to }) => to === "scheduled").length).toBeLessThanOrEqual(1);
});

test("what the approver did not see is not approved", async () => {
  const id = await ask();
  await expect(approve(other, id, "another.preview")).rejects.toMatchObject({
    code: "plan_changed",
  });
  const blind = decideApproval(other, id, { decision: "approve", reason: "Looks right" });
  await expect(blind).rejects.toMatchObject({ fields: [{ path: "plan" }] });
  expect(await statusOf(id)).toBe("awaiting_approval");
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  [
    "the policy",
    () => changePolicyTo((policy) => ({ ...policy, approvalMinutes: policy.approvalMinutes + 1 })),
    /the policy/,
  ],
  [
    "the asker's role",
    () => database().person.update({ where: { id: engineer.id }, data: { role: "support" } }),
    /may not ask for it any more/,
  ],
  [
    "the asker's account",
    () =>
      database().person.update({ where: { id: engineer.id }, data: { disabledAt: new Date() } }),
    /may not ask for it any more/,
  ],
  [
    "the tenant's slug",
    () =>
      database().tenant.update({
        where: { id: "42" },
        data: { slug: `acme-${String(Date.now())}` },
      }),
    /the tenant/,
  ],
])("a change of %s voids it: it has to be asked for anew", async (_what, change, why) => {
  const id = await ask();
  const digest = await digestFor(other, id);
  await change();
  const answer = await approve(other, id, digest).catch((error: unknown) => error);
  expect(answer).toMatchObject({ code: "conflict", message: expect.stringMatching(why) as string });
  expect(await statusOf(id)).toBe("cancelled");
  expect(await entriesOf(id)).toEqual(["purge.request done", "approval.void done"]);
  await importDirectory(directory);
});

test("what nobody decides expires, by itself and at the latest when somebody decides", async () => {
  const late = await ask();
  const left = await ask();
  const past = { expiresAt: new Date(Date.now() - 1_000) };
  await database().approval.updateMany({ where: { purgeId: { in: [late, left] } }, data: past });
  const { items } = await listApprovals(other, { state: "waiting", limit: 50 });
  expect(items.filter(({ purge }) => purge.id === late || purge.id === left)).toEqual([]);
  await expect(approve(other, late, "any")).rejects.toMatchObject({ code: "conflict" });
  expect(await expireApprovals()).toBeGreaterThanOrEqual(1);
  for (const id of [late, left]) {
    expect(await statusOf(id)).toBe("cancelled");
    expect(await readApproval(other, id)).toMatchObject({ state: "expired" });
    expect(await entriesOf(id)).toEqual(["purge.request done", "approval.expire done"]);
  }
});

test("turning the second person off releases nothing that waits", async () => {
  const id = await ask();
  await changePolicyTo((policy) => ({
    ...policy,
    tiers: { ...policy.tiers, shared: { ...policy.tiers.shared, secondPerson: false } },
  }));
  expect(await expireApprovals()).toBeGreaterThanOrEqual(1);
  expect(await readApproval(other, id)).toMatchObject({ state: "voided" });
  expect(await statusOf(id)).toBe("cancelled");
  expect(await statusOf(await ask())).toBe("scheduled");
  await changePolicyTo((policy) => ({
    ...policy,
    tiers: { ...policy.tiers, shared: { ...policy.tiers.shared, secondPerson: true } },
  }));
});

test("a policy that asks for more since the preview is told as that, before what it asks for", async () => {
  const { tenantId, method, selector } = shared;
  const { digest } = await planPurge(engineer, { tenantId, method, selector });
  await changePolicyTo((policy) => ({ ...policy, ticketPattern: "^ZD-\\d+$" }));
  await expect(ask(engineer, { plan: digest })).rejects.toMatchObject({ code: "plan_changed" });
  await expect(ask(engineer)).rejects.toMatchObject({ fields: [{ path: "ticket" }] });
  await changePolicyTo((policy) => ({ ...policy, ticketPattern: null }));
});
