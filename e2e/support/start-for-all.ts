import { makeDataDir, removeDataDir, startConsole } from "./console-process";

/**
 * Starts the one console that all specs share, as a newcomer does, with fresh practice data. E2E_CONSOLE_URL
 * and E2E_CONTROL_URL name a running one instead, while writing a spec.
 *
 * @returns how to stop it
 */
// eslint-disable-next-line no-restricted-syntax -- Playwright calls the default export
export default async function startForAll(): Promise<() => Promise<void>> {
  if (process.env["E2E_CONSOLE_URL"] !== undefined) return () => Promise.resolve();
  const dataDir = makeDataDir();
  const shared = await startConsole({ DATA_DIR: dataDir, PORT: process.env["E2E_PORT"] ?? "3210" });
  process.env["E2E_CONSOLE_URL"] = shared.url;
  process.env["E2E_CONTROL_URL"] = shared.controlUrl;
  return async () => {
    await shared.interrupt();
    removeDataDir(dataDir);
  };
}
