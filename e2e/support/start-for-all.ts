import { importFile, withoutGrace } from "./import-file";
import { makeDataDir, removeDataDir, startConsole } from "./console-process";

/**
 * Starts the one console that all specs share, as a newcomer does, with fresh practice data, and takes the
 * grace period away: specs of their own are about it. E2E_CONSOLE_URL, E2E_CONTROL_URL and E2E_DATA_DIR name
 * a running one instead, while writing a spec.
 *
 * @returns how to stop it
 */
// eslint-disable-next-line no-restricted-syntax -- Playwright calls the default export
export default async function startForAll(): Promise<() => Promise<void>> {
  if (process.env["E2E_CONSOLE_URL"] !== undefined) return () => Promise.resolve();
  const dataDir = makeDataDir();
  const shared = await startConsole({ DATA_DIR: dataDir, PORT: process.env["E2E_PORT"] ?? "3210" });
  await importFile({ DATA_DIR: dataDir }, withoutGrace);
  process.env["E2E_CONSOLE_URL"] = shared.url;
  process.env["E2E_DATA_DIR"] = dataDir;
  process.env["E2E_CONTROL_URL"] = shared.controlUrl;
  return async () => {
    await shared.interrupt();
    removeDataDir(dataDir);
  };
}
