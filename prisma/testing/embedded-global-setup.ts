import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { openDatabase } from "@/lib/platform/database";

declare module "vitest" {
  export interface ProvidedContext {
    /** A data folder whose embedded database has all migrations; to be copied. */
    migratedFolder: string;
  }
}

/** One migrated embedded database for a run; each test file opens a copy of its files. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), "purge-console-migrated-"));
  const open = await openDatabase({ url: undefined, dataDir: folder });
  await open.migrate();
  await open.close();
  project.provide("migratedFolder", folder);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
