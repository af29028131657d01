import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { follow as followChanges } from "@/prisma/testing/follow";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";

const database = withTestDatabase();
const [zone = { id: "" }] = exampleDirectory().zones;
const leaving: (() => void)[] = [];

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
});
afterEach(() => {
  for (const leave of leaving.splice(0)) leave();
});

const aPurge = () => makePurge({ zoneId: zone.id, tenantId: "42" });

async function follow() {
  const followed = await followChanges();
  leaving.push(followed.leave);
  return followed;
}

test("tells of each change, once each, in the order of the record", async () => {
  await queuePurges([aPurge()]);
  const { seen, sees, follower } = await follow();
  const ids = await queuePurges([aPurge(), aPurge(), aPurge()]);
  await database().purge.updateMany({ where: { id: { in: ids } }, data: { status: "sending" } });
  await sees(ids);
  await vi.waitFor(() => {
    expect(seen).toHaveLength(6);
  });
  expect(seen.map(({ from, to }) => `${from} ${to}`)).toEqual([
    ...Array<string>(3).fill("null queued"),
    ...Array<string>(3).fill("queued sending"),
  ]);
  expect(seen.map(({ id }) => id)).toEqual(seen.map(({ id }) => id).toSorted((a, b) => a - b));
  expect(follower.place()).toBe(seen.at(-1)?.id);
});

test("a change of thousands of purges at once arrives whole", async () => {
  const { seen, sees } = await follow();
  const ids = await queuePurges(Array.from({ length: 2_500 }, aPurge));
  await sees(ids.slice(-1));
  expect(new Set(seen.map(({ purgeId }) => purgeId)).size).toBe(2_500);
});

test("ids of a transaction that was rolled back do not hold the place", async () => {
  const { sees, follower, seen } = await follow();
  await expect(
    database().$transaction(async (tx) => {
      await tx.purge.create({ data: aPurge() });
      throw new Error("taken back");
    }),
  ).rejects.toThrow("taken back");
  const ids = await queuePurges([aPurge()]);
  await sees(ids);
  // A look after the one that found the gap settles it.
  await sees(await queuePurges([aPurge()]));
  await vi.waitFor(
    () => {
      expect(follower.place()).toBe(seen.at(-1)?.id);
    },
    { timeout: 10_000 },
  );
});
