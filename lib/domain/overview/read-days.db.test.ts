import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { rankTenants } from "./rank-tenants";
import { readDays } from "./read-days";

const database = withTestDatabase();
const dayMs = 86_400_000;
const dayOf = (ago: number) => new Date(Date.now() - ago * dayMs).toISOString().slice(0, 10);
const days = [dayOf(12), dayOf(2), dayOf(0)];
const noonOf = (day = "") => new Date(`${day}T12:00:00Z`);
let zoneId = "";

const purge = (at: Date, more: Partial<Parameters<typeof makePurge>[0]> = {}) =>
  makePurge({
    zoneId,
    requestedAt: at,
    tenantId: "42",
    status: "accepted",
    finishedAt: at,
    ...more,
  });
const kept = async () =>
  (await database().purgeDay.findMany({ orderBy: { day: "asc" } })).map(({ day }) =>
    day.toISOString().slice(0, 10),
  );

/** Accepted, failed and waiting purges of each day, of all sources. */
async function totals(): Promise<number[][]> {
  return (await readDays(days)).map(({ sources }) => [
    sources.reduce((sum, { accepted }) => sum + accepted, 0),
    sources.reduce((sum, { failed }) => sum + failed, 0),
    sources.reduce((sum, { waiting }) => sum + waiting, 0),
  ]);
}

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  zoneId = (await database().zone.findFirstOrThrow()).id;
  await queuePurges([
    purge(noonOf(days[0])),
    purge(noonOf(days[0]), { status: "failed", tenantId: "77", source: "deploy" }),
    purge(noonOf(days[1]), { tenantId: null }),
    purge(new Date(), { status: "queued", finishedAt: null }),
  ]);
});

test("days that have ended are counted once and kept; today is counted each time", async () => {
  const expected = [
    [1, 1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ];
  expect(await totals()).toEqual(expected);
  expect(await kept()).toEqual([days[0], days[1]]);
  // What is kept is what is answered: a count that was tampered with shows.
  await database().purgeDay.updateMany({ where: { day: noonOf(days[1]) }, data: { sources: [] } });
  expect((await totals())[1]).toEqual([0, 0, 0]);
  await database().purgeDay.deleteMany({ where: { day: noonOf(days[1]) } });
  expect(await totals()).toEqual(expected);
});

test("a purge of a day that has ended is counted as soon as it is added, changed or removed", async () => {
  await totals();
  const late = purge(noonOf(days[1]), { reportedAt: new Date() });
  await queuePurges([late]);
  expect((await totals())[1]).toEqual([2, 0, 0]);
  const failed = await database().purge.findFirstOrThrow({ where: { status: "failed" } });
  await database().purge.update({ where: { id: failed.id }, data: { status: "queued" } });
  expect((await totals())[0]).toEqual([1, 0, 1]);
  expect(await database().purgeDayChange.count()).toBe(0);
});

test("a purge that retention removed is counted no more", async () => {
  await totals();
  await database().$transaction([
    database().$executeRaw`INSERT INTO retention_policy (purge_days, created_at) VALUES (7, now())`,
    database()
      .$executeRaw`SELECT set_config('purge_console.retention_policy', max(version)::text, true)
      FROM retention_policy`,
    database()
      .$executeRaw`DELETE FROM purge WHERE requested_at < now() - interval '8 days' AND status = 'accepted'`,
  ]);
  expect((await totals())[0]).toEqual([0, 0, 1]);
});

test("tenants are ranked by all their purges of these days", async () => {
  const ranked = await rankTenants(await readDays(days));
  expect(ranked.map(({ tenant, purges, failed }) => [tenant.slug, purges, failed])).toEqual([
    ["acme", 2, 0],
    ["globex", 1, 0],
  ]);
});
