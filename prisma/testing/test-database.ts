import { randomBytes } from "node:crypto";
import { cpSync } from "node:fs";
import { afterAll, beforeAll, inject } from "vitest";
import {
  type Database,
  openDatabase,
  type OpenDatabase,
  useDatabase,
} from "@/lib/platform/database";
import { createDatabase } from "./create-database";
import { makeTestFolder } from "./test-env";

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
    const open = await openMigrated();
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
  return onServer ? createDatabase(inject("postgresUrl"), newName()) : undefined;
}

const newName = () => `test_${randomBytes(6).toString("hex")}`;

/** A new database with all migrations: a copy of the one that was migrated before the first test. */
async function openMigrated(): Promise<OpenDatabase> {
  if (onServer) {
    const template = inject("migratedDatabase");
    const url = await createDatabase(inject("postgresUrl"), newName(), template);
    return openDatabase({ url, dataDir: "" });
  }
  const dataDir = makeTestFolder();
  cpSync(inject("migratedFolder"), dataDir, { recursive: true });
  return openDatabase({ url: undefined, dataDir });
}
