import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Env, readEnv } from "@/lib/platform/env";

/** Gives this test file settings of its own: a Cloudflare at an address, quiet log. */
export function useTestEnv(settings: Record<string, string> = {}): void {
  const shared = globalThis as typeof globalThis & { purgeConsoleEnv?: Env };
  shared.purgeConsoleEnv = readEnv({
    LOG_LEVEL: "silent",
    DATA_DIR: mkdtempSync(path.join(tmpdir(), "purge-console-test-")),
    NEXTAUTH_SECRET: "a secret for tests only, long enough",
    ...settings,
  });
}
