import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { addMs, now } from "@/lib/platform/clock";
import type { Database, Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { searchText } from "@/lib/domain/directory/search-text";
import { practiceEntries } from "./practice/history-entries";
import { practiceHistory } from "./practice/history";
import { practiceCanary, practiceTagPlan, practiceTenants, practiceZones } from "./practice/world";

const rowsAtOnce = 1_000;

/** Any constant: the key of the advisory lock under which consoles that start together seed in turn. */
const seedLock = 7_285_344;

async function inParts<T>(rows: T[], insert: (part: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await insert(rows.slice(at, at + rowsAtOnce));
  }
}

async function seedDirectory(tx: Transaction): Promise<number> {
  const at = now();
  await tx.zone.createMany({
    data: practiceZones.map(({ id, name, accountId, plan }) => ({
      id,
      name,
      accountId,
      plan,
      createdAt: at,
      updatedAt: at,
    })),
  });
  await tx.zoneEnvironment.createMany({
    data: practiceZones.flatMap(({ id, environments }) =>
      environments.map((environment) => ({ ...environment, zoneId: id })),
    ),
  });
  await tx.tagPattern.createMany({
    data: practiceZones.flatMap(({ id }) =>
      practiceTagPlan.map((planned) => ({
        ...planned,
        id: newId(),
        zoneId: id,
        routes: [...planned.routes],
      })),
    ),
  });
  const tenants = practiceTenants.flatMap(({ zoneId, tenants: list }) =>
    list.map((tenant) => ({ ...tenant, zoneId })),
  );
  await tx.tenant.createMany({
    data: tenants.map(({ id, slug, name, hosts, zoneId }) => ({
      id,
      foldedId: id.toLowerCase(),
      slug,
      name,
      zoneId,
      searchText: searchText({ id, slug, name, hosts }),
      createdAt: at,
      updatedAt: at,
    })),
  });
  await tx.tenantHost.createMany({
    data: tenants.flatMap(({ id, hosts }) =>
      hosts.map((host, position) => ({ tenantId: id, host, position })),
    ),
  });
  await tx.page.createMany({
    data: tenants.flatMap(({ id, pages }) =>
      pages.map((path, position) => ({ id: newId(), tenantId: id, path, position })),
    ),
  });
  return tenants.length;
}

/** The first zone has a canary, whose next run is a day off: practice begins with a button. */
async function seedCanary(tx: Transaction): Promise<void> {
  const nextAt = addMs(now(), practiceCanary.everyHours * 3_600_000);
  await tx.canary.create({ data: { ...practiceCanary, zoneId: practiceZones[0].id, nextAt } });
}

/**
 * Fills an empty database with the practice deployment: zones, tag plan, 200 tenants, 30 days of purges. All
 * or nothing; a database that has a zone is left as it is. Of consoles that start together one does it, and
 * the others wait for it.
 *
 * @returns what was made; null when the database was not empty
 */
export async function seedPracticeData(
  database: Database,
): Promise<{ tenants: number; purges: number } | null> {
  return database.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${seedLock})`;
      // Under the lock: who looked before it would not see what another console is making.
      if ((await tx.zone.count()) > 0) return null;
      const tenants = await seedDirectory(tx);
      await seedCanary(tx);
      const { purges, calls, attempts } = practiceHistory(now());
      await inParts(purges, (data) => tx.purge.createMany({ data }));
      await inParts(calls, (data) => tx.purgeCall.createMany({ data }));
      await inParts(attempts, (data) => tx.attempt.createMany({ data }));
      await inParts(practiceEntries(purges), (data) => tx.auditEntry.createMany({ data }));
      await writeEntry(tx, consoleActor, {
        action: "directory.import",
        subject: { kind: "directory", id: null },
        summary: `Practice data was made: ${tenants} tenants, ${purges.length} purges of the last 30 days`,
      });
      return { tenants, purges: purges.length };
    },
    { timeout: 300_000, maxWait: 60_000 },
  );
}
