import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { checkDirectory } from "./check-directory";
import { loadDirectory } from "./load-directory";
import { lockDirectory } from "./lock-directory";
import { refuse } from "./refuse-file";

/**
 * Loads or updates what a deployment has, in one transaction with its audit entry: all of it or nothing.
 * Loading the same file again changes nothing. What the file does not name stays as it is.
 *
 * @throws AppError invalid_input with each place in the file and what is wrong there
 */
export async function importDirectory(value: unknown): Promise<Record<string, number>> {
  const checked = checkDirectory(value, env().privateEdges);
  if ("problems" in checked) return refuse(checked.problems);
  const { zones, tagPlan, policies, accountLimits, tenants } = checked.file;
  const counts = {
    zones: zones.length,
    tagPlan: tagPlan.length,
    policies: policies.length,
    accountLimits: accountLimits.length,
    tenants: tenants.length,
  };
  await db().$transaction(
    async (tx) => {
      await lockDirectory(tx);
      await loadDirectory(tx, checked.file);
      await writeEntry(tx, consoleActor, {
        action: "directory.import",
        subject: { kind: "directory", id: null },
        summary: `Imported ${zones.length} zones, ${tagPlan.length} tag patterns, ${tenants.length} tenants, ${policies.length} policies, ${accountLimits.length} account limits`,
        // Who was let go faster, or given less time for second thoughts, is worth finding later.
        details: { ...counts, changedPolicies: policies, changedAccountLimits: accountLimits },
      });
    },
    { timeout: 600_000, maxWait: 30_000 },
  );
  return counts;
}
