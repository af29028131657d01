import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { type Env, readEnv } from "@/lib/platform/env";

const folders: string[] = [];

afterAll(() => {
  folders.splice(0).forEach((folder) => {
    rmSync(folder, { recursive: true, force: true });
  });
});

/** A folder for one test file's data, removed behind it. */
export function makeTestFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "purge-console-test-"));
  folders.push(folder);
  return folder;
}

/** Gives this test file settings of its own: a Cloudflare at an address, quiet log. */
export function useTestEnv(settings: Record<string, string> = {}): void {
  const shared = globalThis as typeof globalThis & { purgeConsoleEnv?: Env };
  shared.purgeConsoleEnv = readEnv({
    LOG_LEVEL: "silent",
    DATA_DIR: makeTestFolder(),
    NEXTAUTH_SECRET: "a secret for tests only, long enough",
    ...settings,
  });
}
