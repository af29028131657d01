import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { openDatabase, type OpenDatabase, useDatabase } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { startRetentionProcess } from "@/prisma/testing/start-retention-process";
import { freshServerDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { removeExpired } from "./remove-expired";

const zoneId = exampleDirectory().zones[0]?.id ?? "";
const madeCount = 200;
let open: OpenDatabase;
let databaseUrl: string;

beforeAll(async () => {
  useTestEnv();
  databaseUrl = (await freshServerDatabase()) ?? "";
  open = await openDatabase({ url: databaseUrl, dataDir: "none" });
  await open.migrate();
  useDatabase(open);
  await importDirectory({ ...exampleDirectory(), retention: { purgeDays: 30 } });
});
afterAll(() => open.close());

beforeEach(async () => {
  const at = new Date(Date.now() - 40 * 24 * 3_600_000);
  const ended = { status: "accepted", statusCause: "Accepted.", finishedAt: at } as const;
  const callIds = Array.from({ length: madeCount }, () => newId(at));
  const ids = await queuePurges(
    callIds.map((callId) =>
      makePurge({ ...ended, zoneId, requestedAt: at, attemptCount: 1, callId }),
    ),
  );
  await open.prisma.purgeCall.createMany({
    data: callIds.map((id) => ({
      ...{ id, accountId: "a".repeat(32), plan: "free" as const, zoneId, method: "purge" as const },
      ...{ kind: "tags" as const, targets: [], purgeCount: 1, sender: "a test" },
      outcome: "accepted" as const,
      ...{ startedAt: at, leasedUntil: at, finishedAt: at },
    })),
  });
  await open.prisma.attempt.createMany({
    data: ids.map((purgeId, at) => ({ purgeId, number: 1, callId: callIds[at] ?? "" })),
  });
});

/** How many purges the audit record and the removals say were removed: they never differ. */
async function onRecord(): Promise<number> {
  const [row] = await open.prisma.$queryRaw<{ entries: number; removals: number }[]>`
    SELECT (SELECT COALESCE(sum((details::jsonb #>> '{rows,purge}')::int), 0)::int FROM audit_entry
        WHERE action = 'retention.remove') AS entries,
      (SELECT COALESCE(sum(count), 0)::int FROM retention_removal) AS removals`;
  expect(row?.entries).toBe(row?.removals);
  return row?.removals ?? -1;
}

/** Rows that belong to purges that are not there. */
async function orphans(): Promise<number> {
  const [row] = await open.prisma.$queryRaw<{ count: number }[]>`
    SELECT ((SELECT count(*) FROM purge_transition t
        WHERE NOT EXISTS (SELECT 1 FROM purge p WHERE p.id = t.purge_id))
      + (SELECT count(*) FROM purge_call c
        WHERE NOT EXISTS (SELECT 1 FROM attempt a WHERE a.call_id = c.id)))::int AS count`;
  return row?.count ?? -1;
}

const left = () => open.prisma.purge.count();

test("of two processes that remove at once each batch is one's, and each purge is counted once", async () => {
  const before = await onRecord();
  const both = [startRetentionProcess(databaseUrl), startRetentionProcess(databaseUrl)];
  const [one, other] = await Promise.all(both.map((process) => process.count()));
  await removeExpired();
  expect(await left()).toBe(0);
  expect(await orphans()).toBe(0);
  expect(await onRecord()).toBe(before + madeCount);
  expect((one ?? 0) + (other ?? 0)).toBeLessThanOrEqual(madeCount);
});

test("a process killed while it removes leaves whole purges only, and a record of all that went", async () => {
  const before = await onRecord();
  const removing = startRetentionProcess(databaseUrl);
  await expect.poll(onRecord, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before);
  await removing.kill();
  const there = await left();
  expect(there).toBeGreaterThan(0);
  expect(await orphans()).toBe(0);
  expect(await onRecord()).toBe(before + madeCount - there);
  // Its lock died with it.
  expect(await removeExpired()).toMatchObject({ purge: there });
  expect(await onRecord()).toBe(before + madeCount);
});
