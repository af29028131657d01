import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { riskTiers } from "@/lib/schemas/purge-policy";
import { root, unsetSettings } from "./console-process";

/** Policies under which nothing can be cancelled, and each purge is sent at once, unproven unless it is asked for. */
export const withoutGrace = {
  policies: Object.keys(riskTiers).map((tier) => ({
    tier,
    graceSeconds: 0,
    prove: false,
    bystanders: 0,
  })),
};

/**
 * Loads a directory file as an operator does, while the console with these settings runs or not.
 *
 * @throws Error with what the command printed when it fails
 */
export async function importFile(settings: Record<string, string>, content: object): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "purge-console-import-"));
  const file = path.join(folder, "directory.json");
  writeFileSync(file, JSON.stringify(content));
  try {
    await promisify(execFile)("npm", ["run", "--silent", "import", "--", file], {
      cwd: root,
      env: { ...process.env, ...unsetSettings, ...settings },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
