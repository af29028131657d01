import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { removeTenant } from "@/lib/domain/directory/remove-tenant";
import { importForCaller, putTenant, putZone } from "@/lib/domain/directory/sync-directory";
import { decideApproval } from "@/lib/domain/approvals/decide-approval";
import { readApproval } from "@/lib/domain/approvals/read-approval";
import { consoleActor } from "@/lib/audit/write-entry";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { savePolicy } from "@/lib/domain/policies/save-policy";
import type { Actor } from "@/lib/schemas/actor";
import { directoryFile, tenantBody, zoneBody } from "@/lib/schemas/directory";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { askForPurge } from "@/prisma/factories/requests";
import { passTime, withoutGrace } from "@/prisma/testing/pass-time";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { claimCall } from "./claim-call";
import { readDueLanes } from "./due-lanes";
import { releaseScheduled } from "./release-scheduled";

const database = withTestDatabase();
const directory = exampleDirectory();
let engineer: Actor;
let approver: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(directory);
  await withoutGrace();
  engineer = await makeActor("engineer");
  approver = await makeActor("engineer");
});

const zone = directory.zones[0]?.name ?? "";
const rescope = async (scope: "object" | "shared") =>
  importForCaller(
    await makeActor("admin"),
    directoryFile.parse({ tagPlan: [{ zone, pattern: "page:{name}", scope }] }),
    false,
  );

let keys = 0;
const zoneId = directory.zones[0]?.id ?? "";
const { name = "", accountId = "", plan = "" } = directory.zones[0] ?? {};
const setUp = zoneBody.parse({ name, accountId, plan });
const other = (slug: string, hosts: string[]) =>
  tenantBody.parse({ slug, name: slug, zone, hosts });
const elsewhere = {
  zones: [{ ...setUp, id: "5".repeat(32), name: "elsewhere.example" }],
  tenants: [
    { id: "800", slug: "far", name: "Far", zone: "elsewhere.example", hosts: ["a.example"] },
  ],
};

/** Has the policy ask for a second person for a host of one tenant too. */
async function askForSecondPerson(): Promise<void> {
  await database().$transaction(async (tx) => {
    const { policy } = await loadPolicy(tx);
    const section = { ...policy.tiers.section, secondPerson: true };
    await savePolicy(tx, consoleActor, { ...policy, tiers: { ...policy.tiers, section } }, null);
  });
}

async function approved(asked: Partial<PurgeRequest> = {}): Promise<string> {
  const request = {
    tenantId: "42",
    method: "purge" as const,
    selector: { tags: ["page:billing"] },
    reason: "Every billing page shows the old prices",
    confirmation: directory.zones[0]?.name ?? "",
    ...asked,
  };
  const { id } = await askForPurge(engineer, request, `unfit-key-${String((keys += 1))}`);
  const { plan } = await readApproval(approver, id);
  const yes = { decision: "approve" as const, reason: "Prices changed" };
  await decideApproval(approver, id, { ...yes, plan: plan?.digest ?? "" });
  await passTime(1_000);
  await releaseScheduled();
  return id;
}

async function claimed(): Promise<string[]> {
  const [lane] = await readDueLanes();
  if (lane === undefined) return [];
  const claim = await claimCall(lane, false, "");
  return claim?.call.purges.map(({ id }) => id) ?? [];
}

test("what was approved and is still what it was is sent", async () => {
  const id = await approved();
  expect(await claimed()).toEqual([id]);
});

test.each<[string, () => Promise<unknown>, () => Promise<unknown>, RegExp]>([
  [
    "the approver is disabled",
    () =>
      database().person.update({ where: { id: approver.id }, data: { disabledAt: new Date() } }),
    () => database().person.update({ where: { id: approver.id }, data: { disabledAt: null } }),
    /who approved it may not any more/,
  ],
  [
    "who asked has another role",
    () => database().person.update({ where: { id: engineer.id }, data: { role: "support" } }),
    () => database().person.update({ where: { id: engineer.id }, data: { role: "engineer" } }),
    /who asked for it may not any more/,
  ],
  [
    "the tenant is changed",
    () => database().tenant.update({ where: { id: "42" }, data: { updatedAt: new Date() } }),
    () => Promise.resolve(),
    /the tenant was changed/,
  ],
  [
    "the tag plan is changed",
    () => rescope("object"),
    () => rescope("shared"),
    /^The approval is void: the zone or its tag plan was changed before it was sent\.$/,
  ],
  [
    "the zone's set-up is changed",
    () => putZone(engineer, zoneId, { ...setUp, tieredCache: true }),
    () => putZone(engineer, zoneId, { ...setUp, tieredCache: false }),
    /the zone or its tag plan was changed/,
  ],
  [
    "one tenant has gone and another has come",
    async () => {
      await removeTenant(engineer, "78");
      await putTenant(engineer, "901", other("swapped", ["swapped.example.com"]));
    },
    async () => {
      await removeTenant(engineer, "901");
      await importDirectory(directory);
    },
    /which other tenants are concerned changed/,
  ],
  [
    "the zone has one tenant more",
    () => putTenant(engineer, "900", other("late", ["late.example.com"])),
    () => removeTenant(engineer, "900"),
    /which other tenants are concerned changed/,
  ],
])("it is not sent when %s between the yes and the sending", async (_what, change, undo, why) => {
  const id = await approved();
  await change();
  expect(await claimed()).toEqual([]);
  await undo();
  const purge = await database().purge.findUniqueOrThrow({ where: { id } });
  expect(purge.status).toBe("cancelled");
  expect(purge.resultMessage).toMatch(why);
  expect(await readApproval(approver, id)).toMatchObject({ state: "voided" });
  const { digest, policyVersion } = await database().approval.findUniqueOrThrow({
    where: { purgeId: id },
  });
  const entry = await database().auditEntry.findFirstOrThrow({
    where: { subjectId: id, action: "approval.void" },
  });
  expect(JSON.parse(entry.details)).toEqual({ digest, policyVersion });
  expect(await claimed()).toEqual([]);
});

test.each<[string, () => Promise<unknown>]>([
  ["the zone is put again as it is", () => putZone(engineer, zoneId, setUp)],
  ["the whole directory is imported again as it is", () => importDirectory(directory)],
  [
    "another tenant gets another name, host and page",
    () => {
      const [, globex] = directory.tenants;
      const hosts = [...(globex?.hosts ?? []), "more.example.com"];
      return importDirectory({
        tenants: [{ ...globex, name: "Renamed", hosts, pages: ["/more"] }],
      });
    },
  ],
  ["a tenant of another zone is made", () => importDirectory(elsewhere)],
])("it is sent when %s between the yes and the sending", async (_what, change) => {
  const id = await approved();
  await change();
  expect(await claimed()).toEqual([id]);
});

test("what nobody but the tenant is concerned by is sent though another tenant comes, and not when its host is shared", async () => {
  await askForSecondPerson();
  const section = { selector: { hosts: ["acme.example.com"] }, confirmation: "acme" };
  const id = await approved(section);
  await putTenant(engineer, "902", other("apart", ["apart.example.com"]));
  expect(await claimed()).toEqual([id]);
  const shared = await approved(section);
  await putTenant(engineer, "903", other("guest", ["acme.example.com"]));
  expect(await claimed()).toEqual([]);
  const purge = await database().purge.findUniqueOrThrow({ where: { id: shared } });
  expect(purge.resultMessage).toMatch(
    /the targets or their risk and which other tenants are concerned changed/,
  );
});

test("a retry is asked about as well: it fails, since the call before may have been carried out", async () => {
  const id = await approved();
  expect(await claimed()).toEqual([id]);
  // Cloudflare gave no answer, and it waits for its next try.
  await database().purge.update({ where: { id }, data: { status: "scheduled" } });
  await database().purge.update({ where: { id }, data: { status: "queued" } });
  await database().person.update({ where: { id: approver.id }, data: { role: "support" } });
  expect(await claimed()).toEqual([]);
  await database().person.update({ where: { id: approver.id }, data: { role: "engineer" } });
  const purge = await database().purge.findUniqueOrThrow({ where: { id } });
  expect(purge).toMatchObject({ status: "failed", attemptCount: 1, resolvedAt: null });
  expect(purge.resultMessage).toBe(
    "The approval is void: who approved it may not any more before it was tried again. The call before may have been carried out.",
  );
  const entries = await database().auditEntry.findMany({
    where: { subjectId: id, action: "approval.void" },
  });
  expect(entries.map(({ summary }) => summary)).toEqual([
    "An approved purge was not tried again: who approved it may not any more",
  ]);
});
