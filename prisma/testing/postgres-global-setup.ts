import type { TestProject } from "vitest/node";
import { openDatabase } from "@/lib/platform/database";
import { createDatabase } from "./create-database";
import { startPostgres } from "./start-postgres";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
    /** The name of a database that has all migrations; to be used as a template. */
    migratedDatabase: string;
  }
}

/** One PostgreSQL server for all database tests of a run; each test file makes its own database in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide("postgresUrl", server.url);
  const name = "migrated";
  const url = await createDatabase(server.url, name);
  const open = await openDatabase({ url, dataDir: "" });
  await open.migrate();
  await open.close();
  project.provide("migratedDatabase", name);
  return server.stop;
}
