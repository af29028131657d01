import { beforeAll, beforeEach, expect, test } from "vitest";
import { consoleActor } from "@/lib/audit/write-entry";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { changePolicy } from "@/lib/domain/policies/change-policy";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { savePolicy } from "@/lib/domain/policies/save-policy";
import { repeatPurge } from "@/lib/domain/proofs/repeat-purge";
import { planPurge } from "@/lib/domain/purges/plan-purge";
import { retryAllFailures, retryFailure } from "@/lib/domain/purges/retry-failure";
import type { Actor, Caller } from "@/lib/schemas/actor";
import { keptPolicy, purgePolicy } from "@/lib/schemas/policies";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor, signedInAgo } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { askForPurge } from "@/prisma/factories/requests";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { decideApproval } from "./decide-approval";
import { grantBreakGlass } from "./grant-break-glass";
import { readApproval } from "./read-approval";

const database = withTestDatabase();
const directory = exampleDirectory();
const zone = directory.zones[0] ?? { id: "", name: "" };
let engineer: Actor;
let admin: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(directory);
});
beforeEach(async () => {
  engineer = await makeActor("engineer");
  admin = await makeActor("admin");
});

const shared: PurgeRequest = {
  tenantId: "42",
  method: "purge",
  selector: { tags: ["page:billing"] },
  reason: "Every billing page shows the old prices",
  confirmation: zone.name,
};
let keys = 0;
const ask = (actor: Caller, change: Partial<PurgeRequest> = {}) =>
  askForPurge(actor, { ...shared, ...change }, `sign-in-${String((keys += 1))}`);
const again = { code: "sign_in_again" };

/** What the record has of refusals of somebody, oldest first. */
const refusalsOf = async ({ id }: Actor) =>
  (
    await database().auditEntry.findMany({
      where: { actorId: id, outcome: "refused" },
      orderBy: { id: "asc" },
    })
  ).map(({ action, details }) => [action, (JSON.parse(details) as { refusal: string }).refusal]);

test("a wide purge takes a sign-in that is recent, as the preview says before", async () => {
  await signedInAgo(engineer, 59);
  const { tenantId, method, selector } = shared;
  expect(await planPurge(engineer, { tenantId, method, selector })).toMatchObject({
    allowed: true,
    signIn: { minutes: 60, needed: false },
  });
  expect((await ask(engineer)).status).toBe("awaiting_approval");
  await signedInAgo(engineer, 61);
  expect(await planPurge(engineer, { tenantId, method, selector })).toMatchObject({
    allowed: true,
    signIn: { minutes: 60, needed: true },
  });
  const count = await database().purge.count();
  await expect(ask(engineer)).rejects.toMatchObject(again);
  expect(await database().purge.count()).toBe(count);
  expect(await refusalsOf(engineer)).toEqual([["purge.request", "sign_in_again"]]);
  await signedInAgo(engineer, 0);
  expect((await ask(engineer)).status).toBe("awaiting_approval");
});

test("a sign-in of which nobody knows when it was is not recent, nor is somebody else's", async () => {
  await signedInAgo(engineer, null);
  await expect(ask(engineer)).rejects.toMatchObject({
    ...again,
    message: expect.stringContaining("your identity provider did not say") as string,
  });
  await expect(ask({ ...engineer, sessionId: admin.sessionId })).rejects.toMatchObject(again);
});

test("everything asks for less than a shared tag, narrow purges and services for none", async () => {
  await signedInAgo(admin, 16);
  await expect(ask(admin, { selector: { everything: true } })).rejects.toMatchObject(again);
  expect((await ask(admin)).status).toBe("awaiting_approval");
  await signedInAgo(engineer, null);
  const narrow = { selector: { tags: ["tenant:42"] }, confirmation: "acme" };
  expect((await ask(engineer, narrow)).status).toBe("scheduled");
  expect((await ask(await makeService())).status).toBe("queued");
});

test("break-glass goes past the second person and not past the sign-in", async () => {
  await grantBreakGlass(admin, engineer.id, { may: true, reason: "On call this week" });
  const glass = { breakGlass: true, reason: "All prices are wrong, nobody else is there" };
  await signedInAgo(engineer, 61);
  await expect(ask(engineer, glass)).rejects.toMatchObject(again);
  await signedInAgo(engineer, 1);
  expect((await ask(engineer, glass)).status).toBe("scheduled");
});

test("the right to go past the second person is given and taken back by a recent sign-in", async () => {
  const grant = (may: boolean) =>
    grantBreakGlass(admin, engineer.id, { may, reason: "On call this week" });
  await signedInAgo(admin, 16);
  await expect(grant(true)).rejects.toMatchObject(again);
  expect(await refusalsOf(admin)).toEqual([["break_glass.grant", "sign_in_again"]]);
  await signedInAgo(admin, 1);
  expect(await grant(true)).toMatchObject({ mayBreakGlass: true });
  await signedInAgo(admin, null);
  await expect(grant(false)).rejects.toMatchObject(again);
  await signedInAgo(admin, 1);
  expect(await grant(false)).toMatchObject({ mayBreakGlass: false });
});

test("whoever approves has signed in lately too; a no takes nothing", async () => {
  const [yes, no] = [await ask(engineer), await ask(engineer)];
  await signedInAgo(admin, 61);
  const plan = (await readApproval(admin, yes.id)).plan;
  expect(plan?.signIn).toMatchObject({ needed: true });
  const approve = () =>
    decideApproval(admin, yes.id, {
      decision: "approve",
      plan: plan?.digest ?? "",
      reason: "Prices changed",
    });
  await expect(approve()).rejects.toMatchObject(again);
  expect(await refusalsOf(admin)).toEqual([["approval.approve", "sign_in_again"]]);
  const denied = await decideApproval(admin, no.id, { decision: "deny", reason: "Too wide" });
  expect(denied.state).toBe("denied");
  await signedInAgo(admin, 1);
  expect((await approve()).state).toBe("approved");
});

test("sending a wide purge again by hand, or a second time, asks for the same", async () => {
  const failed = makePurge({
    zoneId: zone.id,
    ...{ tenantId: null, tier: "shared", targets: ["page:billing"], status: "failed" },
    ...{ failureCount: 6, attemptCount: 6, finishedAt: new Date() },
  });
  const [id = ""] = await queuePurges([failed]);
  await signedInAgo(engineer, 61);
  await expect(retryFailure(engineer, id, "It is mended")).rejects.toMatchObject(again);
  expect(await retryAllFailures(engineer, "It is mended")).toMatchObject({
    retried: 0,
    refused: [{ purgeId: id, message: expect.stringContaining("Sign in again") as string }],
  });
  await expect(repeatPurge(engineer, id)).rejects.toMatchObject(again);
  await signedInAgo(engineer, 1);
  await expect(repeatPurge(engineer, id)).rejects.toMatchObject({ code: "conflict" });
  expect((await retryFailure(engineer, id, "It is mended")).status).toBe("queued");
});

test("the policy is not loosened by a sign-in that is older than its strictest tier takes", async () => {
  const { version, policy } = await loadPolicy();
  const loose = structuredClone(policy);
  loose.tiers.everything.signInMinutes = null;
  loose.tiers.shared.signInMinutes = null;
  const change = (to: typeof policy, baseVersion: number) =>
    changePolicy(admin, { baseVersion, policy: to, reason: "Asked for" });
  await signedInAgo(admin, 16);
  await expect(change(loose, version)).rejects.toMatchObject(again);
  await signedInAgo(admin, 1);
  await change(loose, version);
  await signedInAgo(admin, null);
  expect((await ask(engineer)).status).toBe("awaiting_approval");
  // None asks any more, so the way back is open.
  expect((await change(policy, version + 1)).current.version).toBe(version + 2);
});

test("a version from before there was such a rule asks for nothing, and a new one has to say", async () => {
  const { policy } = await loadPolicy();
  const old = structuredClone(policy) as unknown as { tiers: Record<string, object> };
  for (const rule of Object.values(old.tiers)) Reflect.deleteProperty(rule, "signInMinutes");
  expect(keptPolicy.parse(old).tiers.everything.signInMinutes).toBeNull();
  expect(purgePolicy.safeParse(old).success).toBe(false);
  for (const minutes of [4, 721, 7.5]) {
    const wrong = structuredClone(policy);
    wrong.tiers.shared.signInMinutes = minutes;
    expect(purgePolicy.safeParse(wrong).success, String(minutes)).toBe(false);
  }
  await database().$transaction((tx) =>
    savePolicy(tx, consoleActor, old as unknown as typeof policy, null),
  );
  expect((await loadPolicy()).policy.tiers.shared.signInMinutes).toBeNull();
});
