import { request } from "@playwright/test";
import type { PolicyHistory } from "@/lib/schemas/policies";
import { riskTierIds } from "@/lib/schemas/purge-policy";
import { ConsoleApi, newApiContext, signIn } from "./console-api";
import { importFile, withoutGrace } from "./import-file";
import { makeDataDir, removeDataDir, startConsole } from "./console-process";

export interface SharedConsole {
  url: string;
  /** Of the practice edge's switchboard. */
  controlUrl: string;
  /** The folder of the console's data, for the commands that an operator runs beside it. */
  dataDir: string;
  stop: () => Promise<void>;
}

/** Specs share sessions that may be an hour old: a spec of its own is about recent sign-ins. */
async function takeOldSignIns(url: string): Promise<void> {
  const context = await newApiContext(request, url, await signIn(request, url, "admin"));
  const api = new ConsoleApi(context);
  const { current } = await api.get<PolicyHistory>("/policy");
  const policy = structuredClone(current.policy);
  for (const id of riskTierIds) policy.tiers[id].signInMinutes = null;
  const change = { baseVersion: current.version, policy, reason: "Sessions of tests get old" };
  await api.put("/policy", change);
  await context.dispose();
}

/**
 * Starts the console that the specs of one worker share, as a newcomer does, with fresh practice data and
 * its own practice edge, and takes the grace period and the question for a recent sign-in away: specs of their
 * own are about those. E2E_CONSOLE_URL,
 * E2E_CONTROL_URL and E2E_DATA_DIR name a running one instead, while writing a spec.
 *
 * @param worker the worker's number, from 0
 */
export async function startShared(worker: number): Promise<SharedConsole> {
  const { E2E_CONSOLE_URL: url, E2E_CONTROL_URL: controlUrl, E2E_DATA_DIR: named } = process.env;
  if (url !== undefined) {
    if (controlUrl === undefined || named === undefined)
      throw new Error("E2E_CONSOLE_URL needs E2E_CONTROL_URL and E2E_DATA_DIR beside it");
    return { url, controlUrl, dataDir: named, stop: () => Promise.resolve() };
  }
  const dataDir = makeDataDir();
  const started = await startConsole({ DATA_DIR: dataDir, PORT: String(3210 + worker) });
  await importFile({ DATA_DIR: dataDir }, withoutGrace);
  await takeOldSignIns(started.url);
  return {
    url: started.url,
    controlUrl: started.controlUrl,
    dataDir,
    stop: async () => {
      await started.interrupt();
      removeDataDir(dataDir);
    },
  };
}
