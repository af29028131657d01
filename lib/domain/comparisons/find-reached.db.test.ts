import { beforeAll, beforeEach, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { addMs } from "@/lib/platform/clock";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { findReached } from "./find-reached";

const database = withTestDatabase();
// Purges are not removed: each test looks at minutes of its own.
let since = new Date(Date.now() - 2 * 3_600_000);
const at = (seconds: number) => addMs(since, seconds * 1_000);
let zoneId: string;

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  zoneId = (await database().zone.findFirstOrThrow()).id;
});
beforeEach(() => {
  since = at(120);
});

type Over = Omit<Parameters<typeof makePurge>[0], "zoneId">;

async function purged(over: Over = {}, tenantIds: string[] = []): Promise<string> {
  const requestedAt = at(-10);
  const ended = { requestedAt, finishedAt: at(20), status: "accepted" as const };
  const [id = ""] = await queuePurges([makePurge({ zoneId, ...ended, ...over })]);
  await database().purgeTenant.createMany({
    data: tenantIds.map((tenantId) => ({ purgeId: id, tenantId, requestedAt })),
  });
  return id;
}

const reached = async (except: string | null = null) => {
  const found = await database().$transaction((tx) =>
    findReached(tx, ["42", "77"], { since, except }),
  );
  return [...found].sort();
};

test("a purge of its own, and one with others, reach a tenant", async () => {
  await purged({ tenantId: "42" });
  expect(await reached()).toEqual(["42"]);
  await purged({}, ["42", "77"]);
  expect(await reached()).toEqual(["42", "77"]);
});

test.each<[string, Over]>([
  ["what tenants share", { tier: "shared", targets: ["page:billing"] }],
  ["what tenants share, asked for one of them", { tier: "shared", tenantId: "42" }],
  ["everything", { tier: "everything", selectorKind: "everything", targets: [] }],
])("a purge of %s may have reached each tenant of the zone", async (_, over) => {
  const id = await purged(over);
  expect(await reached()).toEqual(["42", "77"]);
  expect(await reached(id), "the purge that is looked at itself").toEqual([]);
});

test.each<[string, Over]>([
  ["not accepted", { tenantId: "42", status: "failed" }],
  ["of another environment", { tenantId: "42", environment: "staging" }],
  ["of everything in another environment", { tier: "everything", environment: "staging" }],
  ["of an object that nobody said the tenant of", { targets: ["invoice:9182"] }],
])("a purge %s reaches nobody", async (_, over) => {
  await purged(over);
  expect(await reached()).toEqual([]);
});

test("a purge that was accepted before reaches nobody any more", async () => {
  await purged({ tenantId: "42", finishedAt: at(-1) });
  expect(await reached()).toEqual([]);
});
