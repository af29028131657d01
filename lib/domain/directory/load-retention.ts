import { now } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import type { DirectoryFile } from "@/lib/schemas/directory";

/**
 * Makes what the file says the retention policy that holds, as a new version: removals name theirs, so none is
 * ever changed. The same again makes no new one.
 */
export async function loadRetention(
  tx: Transaction,
  retention: NonNullable<DirectoryFile["retention"]>,
): Promise<void> {
  const days = {
    purgeDays: retention.purgeDays ?? null,
    comparisonDays: retention.comparisonDays ?? null,
    writeDays: retention.writeDays ?? null,
    sessionDays: retention.sessionDays ?? null,
  };
  const newest = await tx.retentionPolicy.findFirst({ orderBy: { version: "desc" } });
  const isSame =
    newest !== null &&
    newest.purgeDays === days.purgeDays &&
    newest.comparisonDays === days.comparisonDays &&
    newest.writeDays === days.writeDays &&
    newest.sessionDays === days.sessionDays;
  if (!isSame) await tx.retentionPolicy.create({ data: { ...days, createdAt: now() } });
}
