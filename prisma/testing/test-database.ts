import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { type Database, openDatabase, useDatabase } from "@/lib/platform/database";

/**
 * Gives a test file a database of its own with all migrations applied, on the kind that the Vitest
 * project names (TEST_DATABASE: embedded or server), and makes it the one that `db()` answers.
 *
 * @returns a function that answers the client, inside of tests
 */
export function withTestDatabase(): () => Database {
  let prisma: Database | undefined;
  let close: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    const open = await openDatabase({ url: await freshServerDatabase(), dataDir: "memory" });
    await open.migrate();
    useDatabase(open);
    prisma = open.prisma;
    close = open.close;
  });
  afterAll(() => close());

  return () => {
    if (prisma === undefined) throw new Error("Only inside of a test");
    return prisma;
  };
}

/** Whether these tests run on a PostgreSQL server; otherwise on the embedded one, which is slower. */
export const onServer = process.env["TEST_DATABASE"] === "server";

/** How often each test that kills something is run. */
export const killRuns = Number(process.env["KILL_RUNS"] ?? 1);

/** The address of a new, empty database on the test server; undefined in the embedded project. */
export async function freshServerDatabase(): Promise<string | undefined> {
  if (!onServer) return undefined;
  const base = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: `${base}/postgres` });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return `${base}/${name}`;
}
