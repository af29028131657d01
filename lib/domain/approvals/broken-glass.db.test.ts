import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { readEvidence } from "@/lib/domain/proofs/read-evidence";
import type { Actor } from "@/lib/schemas/actor";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { askForPurge } from "@/prisma/factories/requests";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { grantBreakGlass } from "./grant-break-glass";
import { listBrokenGlass } from "./list-broken-glass";
import { reviewBrokenGlass } from "./review-broken-glass";

const database = withTestDatabase();
const directory = exampleDirectory();
let engineer: Actor;
let admin: Actor;
let other: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(directory);
  engineer = await makeActor("engineer");
  admin = await makeActor("admin");
  other = await makeActor("admin");
});

let keys = 0;
const shared: PurgeRequest = {
  tenantId: "42",
  method: "purge",
  selector: { tags: ["page:billing"] },
  reason: "Wrong bank details on every billing page, nobody else is awake",
  confirmation: directory.zones[0]?.name ?? "",
  breakGlass: true,
};
const ask = (actor: Actor, change: Partial<PurgeRequest> = {}) =>
  askForPurge(actor, { ...shared, ...change }, `glass-key-${String((keys += 1))}`);

test("no role goes past the second person by itself, and nobody gives that right to themselves", async () => {
  for (const actor of [engineer, admin]) {
    await expect(ask(actor)).rejects.toMatchObject({ code: "not_allowed" });
  }
  const self = grantBreakGlass(admin, admin.id, { may: true, reason: "On call this week" });
  await expect(self).rejects.toMatchObject({ code: "not_allowed" });
  const byEngineer = grantBreakGlass(engineer, other.id, { may: true, reason: "On call" });
  await expect(byEngineer).rejects.toMatchObject({ code: "not_allowed" });
  for (const role of ["support", "auditor"] as const) {
    const useless = grantBreakGlass(admin, (await makeActor(role)).id, { may: true, reason: "No" });
    await expect(useless).rejects.toMatchObject({ code: "conflict" });
  }
});

test("who was given it sends at once, with a long reason and the typed name, and somebody else reviews it", async () => {
  await grantBreakGlass(other, admin.id, { may: true, reason: "On call this week" });
  await expect(ask(admin, { reason: "Urgent" })).rejects.toMatchObject({
    fields: [{ path: "reason" }],
  });
  await expect(ask(admin, { confirmation: "acme" })).rejects.toMatchObject({
    code: "confirmation_mismatch",
  });
  const narrow = ask(admin, { selector: { tags: ["tenant:42"] }, confirmation: "acme" });
  await expect(narrow).rejects.toMatchObject({ fields: [{ path: "breakGlass" }] });
  const { id, status } = await ask(admin);
  expect(status).toBe("scheduled");
  const [entry] = await database().auditEntry.findMany({ where: { subjectId: id } });
  expect(entry?.action).toBe("purge.break_glass");

  const evidence = () => readEvidence(engineer, id);
  const unread = { by: admin.name, review: null };
  expect((await evidence()).data.secondPerson).toMatchObject({ approval: null, passed: unread });
  expect((await evidence()).markdown).toMatch(
    new RegExp(`- Sent past the second person by ${admin.name}, at .*Z; not reviewed yet\\n`),
  );
  expect((await evidence()).customer).not.toContain("person");
  expect((await listBrokenGlass(other)).items).toMatchObject([
    { purge: { id }, usedBy: admin.name, review: null, whyNot: null },
  ]);
  const note = "Looked at it: the right thing to do";
  await expect(reviewBrokenGlass(admin, id, note)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(reviewBrokenGlass(engineer, id, note)).rejects.toMatchObject({
    code: "not_allowed",
  });
  expect(await reviewBrokenGlass(other, id, note)).toMatchObject({ review: { by: other.name } });
  expect((await evidence()).markdown).toMatch(
    new RegExp(`; reviewed by ${other.name}, at .*Z: “${note}”\\n`),
  );
  await expect(reviewBrokenGlass(other, id, note)).rejects.toMatchObject({ code: "conflict" });
});

test("the right is taken back at once", async () => {
  await grantBreakGlass(other, admin.id, { may: false, reason: "The week is over" });
  await expect(ask(admin)).rejects.toMatchObject({ code: "not_allowed" });
});
