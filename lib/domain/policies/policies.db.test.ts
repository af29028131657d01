import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/schemas/actor";
import { policyFaults } from "@/lib/schemas/edited-policy";
import { purgePolicy } from "@/lib/schemas/policies";
import type { PurgePolicy } from "@/lib/schemas/purge-policy";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { changePolicy } from "./change-policy";
import { loadPolicy } from "./load-policy";
import { readPolicy } from "./read-policy";

const database = withTestDatabase();
let admin: Actor;
let support: Actor;
beforeAll(async () => {
  useTestEnv();
  admin = await makeActor("admin");
  support = await makeActor("support");
});

const change = async (actor: Actor, to: Partial<PurgePolicy>, baseVersion?: number) => {
  const { version, policy } = await loadPolicy();
  return changePolicy(actor, {
    baseVersion: baseVersion ?? version,
    policy: { ...policy, ...to },
    reason: "Asked for by the security team",
  });
};

test("a new database has the tiers that the product begins with", async () => {
  const { current, before } = await readPolicy(support);
  expect(before).toEqual([]);
  expect(current).toMatchObject({
    version: 1,
    policy: {
      tiers: {
        object: { roles: ["support", "engineer", "admin"], secondPerson: false },
        shared: { roles: ["engineer", "admin"], confirmation: "zone-name", secondPerson: true },
        everything: { roles: ["admin"], secondPerson: true },
      },
      approvalMinutes: 60,
    },
  });
});

test("a change is a version with its reason, and the record has what was before and after", async () => {
  const { current, before } = await change(admin, { ticketPattern: "^ZD-\\d+$" });
  expect(current).toMatchObject({ version: 2, madeBy: { name: admin.name } });
  expect(before.map(({ version }) => version)).toEqual([1]);
  const entry = await database().auditEntry.findFirstOrThrow({
    where: { action: "policy.change" },
  });
  expect(JSON.parse(entry.details)).toEqual({
    version: 2,
    changes: [{ part: "ticketPattern", before: null, after: "^ZD-\\d+$" }],
  });
  expect((await change(admin, {})).current.version).toBe(2);
});

test("only admins change it, and nobody over what somebody else has changed meanwhile", async () => {
  await expect(change(support, { approvalMinutes: 30 })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await expect(change(admin, { approvalMinutes: 30 }, 1)).rejects.toMatchObject({
    code: "conflict",
  });
  const { version } = await loadPolicy();
  const both = await Promise.allSettled([
    change(admin, { approvalMinutes: 20 }, version),
    change(admin, { approvalMinutes: 40 }, version),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("everything that is wrong with an edited policy is found at once, RE2's patterns too", async () => {
  const { policy } = await loadPolicy();
  expect(policyFaults({ ...policy, ticketPattern: "^ZD-\\d+$" })).toEqual([]);
  const wrong = structuredClone(policy);
  wrong.tiers.tenant.signInMinutes = Number.NaN;
  wrong.tiers.shared.roles = [];
  wrong.ticketPattern = "(?<=a)b(";
  expect(policyFaults(wrong).map(({ path }) => path)).toEqual([
    "policy.tiers.tenant.signInMinutes",
    "policy.tiers.shared.roles",
    "policy.ticketPattern",
  ]);
});

test("no version is changed or removed, by no program", async () => {
  const where = { version: 1 };
  const update = database().purgePolicyVersion.update({ where, data: { reason: "other" } });
  await expect(update).rejects.toThrow(/never changed or removed/);
  await expect(database().purgePolicyVersion.delete({ where })).rejects.toThrow(/never changed/);
});

test.each<[string, (policy: PurgePolicy) => unknown]>([
  ["tiers.everything.roles", (policy) => (policy.tiers.everything.roles = ["support"])],
  ["tiers.object.roles", (policy) => (policy.tiers.object.roles = ["auditor"])],
  ["tiers.tenant.roles", (policy) => (policy.tiers.tenant.roles = [])],
  ["tiers.shared.confirmation", (policy) => (policy.tiers.shared.confirmation = "button")],
  ["tiers.object.graceSeconds", (policy) => (policy.tiers.object.graceSeconds = 301)],
  ["approvalMinutes", (policy) => (policy.approvalMinutes = 4)],
])("%s stays within what no policy may widen", async (path, widen) => {
  const { policy } = await loadPolicy();
  const changed = structuredClone(policy);
  widen(changed);
  const { error } = purgePolicy.safeParse(changed);
  expect(error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
});
