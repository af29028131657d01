import { cpus, totalmem } from "node:os";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { openDatabase, useDatabase } from "@/lib/platform/database";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { startPostgres } from "@/prisma/testing/start-postgres";

const [zone] = exampleDirectory().zones;
if (zone === undefined) throw new Error("no zone");
const { id: zoneId, accountId } = zone;

/** A PostgreSQL server of its own with a console's database, whose account has these limits. */
export async function setUp(limits: { requestsPerSecond?: number; requestBucket?: number } = {}) {
  process.env["LOG_LEVEL"] = "error";
  process.env["NEXTAUTH_SECRET"] = "a secret for benchmarks only";
  process.env["CLOUDFLARE_API_TOKEN"] ??= "a-token-for-benchmarks";
  const server = await startPostgres();
  const databaseUrl = `${server.url}/postgres`;
  const open = await openDatabase({ url: databaseUrl, dataDir: "none" });
  await open.migrate();
  useDatabase(open);
  const accountLimits = [{ accountId, plan: "enterprise", ...limits }];
  await importDirectory({ ...exampleDirectory(), accountLimits });
  return {
    databaseUrl,
    databasePid: server.pid(),
    prisma: open.prisma,
    close: async () => {
      await open.close();
      await server.stop();
    },
  };
}

/** Queues `count` purges of one tag each, over `tags` tags and 200 tenants, in one transaction. */
export async function queue(count: number, tags: number): Promise<void> {
  await queuePurges(
    Array.from({ length: count }, (_, at) =>
      makePurge({ zoneId, targets: [`invoice:${at % tags}`], fairKey: `tenant-${at % 200}` }),
    ),
  );
}

/** One purge of a person, committed when this resolves. */
export async function queueOne(tag: string): Promise<void> {
  await queuePurges([makePurge({ zoneId, targets: [tag], priority: 0 })]);
}

/** Waits until `holds` says so, and answers the seconds that it took. */
export async function secondsUntil(holds: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
  return (performance.now() - start) / 1_000;
}

/** The value below which a share of the values lies. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** What it ran on, in a line. */
export function machine(): string {
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${gib} GiB, Node ${process.version}`;
}
