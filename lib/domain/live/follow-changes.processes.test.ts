import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { type OpenDatabase, openDatabase } from "@/lib/platform/database";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { follow as followChanges } from "@/prisma/testing/follow";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";

// Two openings of one database, as two processes have it: only a server has more than one connection.
const database = withTestDatabase();
let other: OpenDatabase;
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

beforeAll(async () => {
  const [row] = await database().$queryRaw<{ name: string }[]>`
    SELECT current_database() AS name`;
  other = await openDatabase({
    url: `${inject("postgresUrl")}/${row?.name ?? ""}`,
    dataDir: "memory",
  });
});
afterAll(() => other.close());

/** A transaction that has taken its ids and waits to be told to commit. */
async function heldBack() {
  const purge = aPurge();
  let commit: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (commit = resolve));
  let taken: () => void = () => undefined;
  const hasTaken = new Promise<void>((resolve) => (taken = resolve));
  const done = other.prisma.$transaction(
    async (tx) => {
      await tx.purge.create({ data: purge });
      taken();
      await told;
    },
    { timeout: 60_000 },
  );
  await hasTaken;
  return {
    id: purge.id,
    commit: async () => {
      commit();
      await done;
    },
  };
}

test("what another process changes is told", async () => {
  const { sees } = await follow();
  const purge = aPurge();
  await other.prisma.purge.create({ data: purge });
  await sees([purge.id]);
});

test("a transaction that commits after a later one is not lost, and holds the place until then", async () => {
  const { seen, sees, follower } = await follow();
  const early = await heldBack();
  const second = await heldBack();
  const [late = ""] = await queuePurges([aPurge()]);
  await sees([late]);
  expect(seen.map(({ purgeId }) => purgeId)).not.toContain(early.id);
  const lateId = seen.find(({ purgeId }) => purgeId === late)?.id ?? 0;
  expect(follower.place(), "two ids are missing before it").toBe(lateId - 3);
  await second.commit();
  await sees([second.id]);
  expect(follower.place()).toBe(lateId - 3);
  await early.commit();
  await sees([early.id]);
  await vi.waitFor(() => {
    expect(follower.place()).toBe(lateId);
  });
});

test("one that was open before anybody looked is not lost either", async () => {
  const early = await heldBack();
  await queuePurges([aPurge()]);
  const { sees, seen } = await follow();
  expect(seen).toEqual([]);
  await early.commit();
  await sees([early.id]);
});
