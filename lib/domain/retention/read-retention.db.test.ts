import { beforeAll, expect, test } from "vitest";
import { syncDirectory } from "@/lib/domain/directory/change-directory";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { readPurge } from "@/lib/domain/purges/read-purge";
import { readPurgeTimeline } from "@/lib/domain/writes/read-timelines";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { exampleDirectory } from "@/prisma/factories/directory";
import { daysAgo, makeEnded } from "@/prisma/factories/ended-purges";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { readRetention } from "./read-retention";
import { removeExpired } from "./remove-expired";

withTestDatabase();
const zoneId = exampleDirectory().zones[0]?.id ?? "";
const keepFor = (retention: Record<string, number>) => importDirectory({ retention });

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
});

test("a write whose purge may have been removed is not called one without a purge", async () => {
  const auditor = await makeActor("auditor");
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const at = daysAgo(40);
  await db().writeEvent.create({
    data: {
      ...{ id: newId(at), tenantId: "42", phase: "committed", at, tags: ["invoice:1"], paths: [] },
      ...{ service: "billing", actorId: "t", eventId: "e", digest: "d", recordedAt: at, traceId },
    },
  });
  // It came late, which is flagged; it stays, since it failed and is open.
  const late = { requestedAt: daysAgo(39), status: "failed", traceId } as const;
  const { id } = await makeEnded(zoneId, 39, late);
  const before = await readPurgeTimeline(auditor, id);
  expect(before.flags).toMatchObject([{ code: "missing", purgeId: id }]);
  await keepFor({ purgeDays: 30 });
  await makeEnded(zoneId, 38);
  await removeExpired();
  const after = await readPurgeTimeline(auditor, id);
  expect(before.entries).toHaveLength(2);
  expect(after.entries).toEqual(before.entries);
  expect(after.flags).toEqual([]);
});

test("the screen says what is kept how long and what went last, and a receipt that it may have gone", async () => {
  const admin = await makeActor("admin");
  const { id } = await makeEnded(zoneId, 40);
  await makeEnded(zoneId, 39);
  await keepFor({ purgeDays: 30, writeDays: 90 });
  await removeExpired({ most: 1 });
  const { policy, kinds } = await readRetention(admin);
  expect(policy?.version).toBeGreaterThan(1);
  const [purge, comparison, , , write] = kinds;
  expect(purge).toMatchObject({
    ...{ kind: "purge", days: 30 },
    lastRemoval: { count: 2, policyVersion: policy?.version },
  });
  expect(comparison).toMatchObject({ kind: "comparison", days: null });
  expect(write).toMatchObject({ kind: "write", days: 90 });
  const support = await makeActor("support");
  await expect(readRetention(support)).rejects.toMatchObject({ code: "not_allowed" });

  await expect(readPurge(admin, id)).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("were removed by retention") as string,
  });
  const never = readPurge(admin, newId());
  await expect(never).rejects.toMatchObject({ message: "There is no purge with this id." });
});

test("only an admin changes the policy, and the same again is no new version", async () => {
  const policy = { retention: { purgeDays: 365 } };
  const engineer = await makeActor("engineer");
  await expect(syncDirectory(engineer, policy)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(keepFor({ purgeDays: 6 })).rejects.toMatchObject({
    message: expect.stringContaining("retention.purgeDays") as string,
  });
  const admin = await makeActor("admin");
  const before = await db().retentionPolicy.count();
  const changed = await syncDirectory(admin, policy);
  expect(changed.changes).toMatchObject([
    { part: "retention", before: { purgeDays: 30 }, after: { purgeDays: 365 } },
  ]);
  expect(await syncDirectory(admin, policy)).toMatchObject({ changed: 0, created: 0 });
  expect(await db().retentionPolicy.count()).toBe(before + 1);
});
