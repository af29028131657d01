import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { chainEntries, readHead } from "./chain-entries";
import { loadSigner } from "./key-folder";
import { sealHead, type SealLine } from "./seal-head";
import { openFolder } from "./seal-places";

/** The newest seal in the console's own folder; null: none, or the folder cannot be read just now. */
async function newestOutside(logId: string): Promise<SealLine | null> {
  return openFolder(env().auditSealDir, logId)
    .newest()
    .catch(() => null);
}

/** Chains what is committed and signs the end of the chain without waiting for its time. */
export async function sealNow(): Promise<void> {
  await chainEntries(true);
  const { log: logId } = await readHead(db());
  await sealHead(loadSigner(env().auditKeyDir), await newestOutside(logId), true);
}
