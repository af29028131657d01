import { consoleActor, writeEntries, writeEntry } from "@/lib/audit/write-entry";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { checkDirectory } from "./check-directory";
import { compareStates } from "./compare-states";
import { loadDirectory } from "./load-directory";
import { lockDirectory } from "./lock-directory";
import { namedBy, readDirectory } from "./read-directory";
import { refuse } from "./refuse-file";
import { settingFacts, touchZones } from "./setting-entries";

/**
 * Loads or updates what a deployment has, in one transaction with its audit entry: all of it or nothing.
 * Loading the same file again changes nothing. What the file does not name stays as it is.
 *
 * @returns how many of each the file names, and how many zones, tag patterns and tenants of it were there exactly so
 * @throws AppError invalid_input with each place in the file and what is wrong there
 */
export async function importDirectory(value: unknown): Promise<Record<string, number>> {
  const checked = checkDirectory(value, env().privateEdges);
  if ("problems" in checked) return refuse(checked.problems);
  const { zones, tagPlan, policies, accountLimits, retention, tenants } = checked.file;
  const counts: Record<string, number> = {
    zones: zones.length,
    tagPlan: tagPlan.length,
    policies: policies.length,
    accountLimits: accountLimits.length,
    retention: retention === undefined ? 0 : 1,
    tenants: tenants.length,
  };
  await db().$transaction(
    async (tx) => {
      await lockDirectory(tx);
      // Tenants may be 200,000: of them the entry has the number.
      const named = namedBy({ ...checked.file, tenants: [] }, false);
      const before = await readDirectory(tx, named);
      const { unchangedTenants } = await loadDirectory(tx, consoleActor, checked.file, {
        sees: () => true,
        // Whoever runs the server may name both tags of services that send two.
        secondTenantLine: "taken",
      });
      const { changes } = compareStates(before, await readDirectory(tx, named));
      const written = changes.filter(({ part }) => part === "zone" || part === "tag").length;
      counts["unchanged"] = zones.length + tagPlan.length - written + unchangedTenants;
      await touchZones(tx, changes);
      await writeEntry(tx, consoleActor, {
        action: "directory.import",
        subject: { kind: "directory", id: null },
        summary: `Imported ${zones.length} zones, ${tagPlan.length} tag patterns, ${tenants.length} tenants, ${policies.length} policies, ${accountLimits.length} account limits${retention === undefined ? "" : ", a retention policy"}`,
        // Who was let go faster, given less time for second thoughts, or kept for less long, is worth finding.
        details: {
          ...counts,
          changedPolicies: policies,
          changedAccountLimits: accountLimits,
          changedRetention: retention ?? null,
        },
      });
      const settings = await settingFacts(tx, changes);
      const facts = settings.map(({ what, lines, ...fact }) => ({
        ...fact,
        action: "directory.import" as const,
        summary: `The import changed ${what}`,
        details: { lines },
      }));
      await writeEntries(tx, consoleActor, facts);
    },
    { timeout: 600_000, maxWait: 30_000 },
  );
  return counts;
}
