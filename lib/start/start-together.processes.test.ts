import { expect, test } from "vitest";
import { openDatabase } from "@/lib/platform/database";
import { type ConsoleStart, startConsoleProcess } from "@/prisma/testing/start-console-process";
import { freshServerDatabase } from "@/prisma/testing/test-database";
import { makeTestFolder } from "@/prisma/testing/test-env";

const together = 4;

test("four consoles start at once on one empty database: it is migrated and filled once", async () => {
  const url = (await freshServerDatabase()) ?? "";
  // One folder for all: the secret that signs the cookies is made by the first, too.
  const settings = { DATABASE_URL: url, DATA_DIR: makeTestFolder(), LOG_LEVEL: "error" };
  const starts = await Promise.allSettled(
    Array.from({ length: together }, () => startConsoleProcess(settings)),
  );
  const running = starts.flatMap((start): ConsoleStart[] =>
    start.status === "fulfilled" ? [start.value] : [],
  );
  const codes = await Promise.all(running.map((console) => console.terminate()));
  const failures: unknown[] = starts.flatMap((start): unknown[] =>
    start.status === "rejected" ? [start.reason] : [],
  );
  expect(failures).toEqual([]);
  expect(codes).toEqual(Array.from({ length: together }, () => 0));
  const saying = (what: RegExp) => running.filter(({ output }) => what.test(output));
  expect(saying(/^Database: applied/m)).toHaveLength(1);
  expect(saying(/^Practice data: 200 tenants, 5000 purges/m)).toHaveLength(1);
  const secrets = running.map(({ output }) => /signs with (\w+)/.exec(output)?.[1]);
  expect(new Set(secrets).size, "one secret for all").toBe(1);

  const open = await openDatabase({ url, dataDir: "none" });
  try {
    const { prisma } = open;
    expect(await open.migrate()).toEqual([]);
    const applied = await prisma.$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations`;
    expect(applied.length).toBeGreaterThan(0);
    expect(new Set(applied.map(({ name }) => name)).size).toBe(applied.length);
    expect(await prisma.tenant.count()).toBe(200);
    expect(await prisma.purge.count()).toBe(5000);
    expect(await prisma.person.count()).toBe(4);
    const entries = await prisma.auditEntry.groupBy({ by: ["action"], _count: true });
    expect(entries).toEqual(
      expect.arrayContaining([
        { action: "directory.import", _count: 1 },
        { action: "people.create", _count: 1 },
      ]),
    );
  } finally {
    await open.close();
  }
}, 180_000);
