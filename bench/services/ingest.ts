// npm run bench:ingest: reports of purges as POST /api/v1/purge-events takes them, from the body's text to the
// commit, against a bare multi-row INSERT of the very rows that they made into a database with the same tables,
// indexes and triggers on the same server, in turns, by one process.
import { Client } from "pg";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { reportPurges } from "@/lib/domain/reports/report-purges";
import { openDatabase, useDatabase } from "@/lib/platform/database";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeService } from "@/prisma/factories/tokens";
import { machine, setUp } from "../sending/set-up";

const rounds = Number(process.argv[2] ?? 100);
const atOnce = 1_000;
const warmUp = 5;
const tables = ["purge", "purge_call", "attempt"] as const;

const { databaseUrl, prisma, close } = await setUp();
const bareUrl = databaseUrl.replace(/[^/]+$/, "bare");
await prisma.$executeRawUnsafe("CREATE DATABASE bare");
const bare = await openDatabase({ url: bareUrl, dataDir: "none" });
await bare.migrate();
useDatabase(bare);
await importDirectory(exampleDirectory());
const ours = await openDatabase({ url: databaseUrl, dataDir: "none" });
useDatabase(ours);
const service = await makeService({ verbs: ["report"] });
const source = new Client({ connectionString: databaseUrl });
const target = new Client({ connectionString: bareUrl });
await source.connect();
await target.connect();

let made = 0;
function body(): string {
  const events = Array.from({ length: atOnce }, () => {
    made += 1;
    return {
      eventId: `event-${made}`,
      at: new Date().toISOString(),
      zone: "example.com",
      selector: { tags: [`invoice:${made % 50_000}`, made % 2 === 0 ? "tenant:42" : "tenant:77"] },
      reason: "An invoice was changed",
      traceId: made.toString(16).padStart(32, "0"),
      result: {
        status: "accepted",
        httpStatus: 200,
        cfRay: "8f0a1b2c3d4e5f60-FRA",
        durationMs: 80,
      },
    };
  });
  return JSON.stringify(events);
}

async function ingest(text: string): Promise<number> {
  const start = performance.now();
  const { recorded } = await reportPurges(service, JSON.parse(text) as unknown[]);
  if (recorded !== atOnce) throw new Error(`${recorded} of ${atOnce} were recorded`);
  return performance.now() - start;
}

/** The rows of the newest batch as a client would send them: column names, and values as parameters. */
async function newestRows(table: (typeof tables)[number]) {
  const order = table === "attempt" ? "purge_id" : "id";
  const { rows, fields } = await source.query<unknown[]>({
    text: `SELECT * FROM ${table} ORDER BY ${order} DESC LIMIT ${atOnce}`,
    rowMode: "array",
  });
  const values = rows.flatMap((row) =>
    row.map((one, at) => (fields[at]?.name === "errors" ? JSON.stringify(one) : one)),
  );
  const marks = rows.map((row, line) => {
    const marksOfRow = row.map((_, at) => `$${line * row.length + at + 1}`);
    return `(${marksOfRow.join(",")})`;
  });
  const names = fields.map(({ name }) => name).join(",");
  return { text: `INSERT INTO ${table} (${names}) VALUES ${marks.join(",")}`, values };
}

async function insertBare(): Promise<number> {
  const statements = [];
  for (const table of tables) statements.push(await newestRows(table));
  const start = performance.now();
  await target.query("BEGIN");
  for (const statement of statements) await target.query(statement);
  await target.query("COMMIT");
  return performance.now() - start;
}

const times = { reports: 0, bare: 0 };
const heap: number[] = [];
for (let round = -warmUp; round < rounds; round += 1) {
  const reports = await ingest(body());
  const inserted = await insertBare();
  if (round < 0) continue;
  times.reports += reports;
  times.bare += inserted;
  globalThis.gc?.();
  heap.push(process.memoryUsage().heapUsed / 2 ** 20);
}
const [{ count } = { count: 0 }] = (
  await target.query<{ count: number }>("SELECT count(*)::int AS count FROM purge")
).rows;
const perSecond = (ms: number) => Math.round((rounds * atOnce * 1_000) / ms);
console.log(machine());
console.table([
  { what: "reports, text to commit", "purges/s": perSecond(times.reports) },
  { what: "bare multi-row INSERT", "purges/s": perSecond(times.bare) },
]);
console.log(`ratio ${((times.bare / times.reports) * 100).toFixed(0)} % (aim: 50 % at least)`);
console.log(
  `${count} purges in each; heap after the first batch ${heap[0]?.toFixed(0)} MiB, after the last ${heap.at(-1)?.toFixed(0)} MiB`,
);
await source.end();
await target.end();
await bare.close();
await ours.close();
await close();
process.exit(0);
