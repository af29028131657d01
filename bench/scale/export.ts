// npm run bench:export [purges]: the export of a million purges as CSV and NDJSON, against a bare read of the same
// rows page by page through the driver that writes nothing; with the heap as it goes. BENCH_DATABASE_URL names a
// database that is filled once and kept.
import { Client } from "pg";
import { exportPurges } from "@/lib/domain/purges/export-purges";
import { purgeExportQuery } from "@/lib/schemas/purge-export";
import { makeActor } from "@/prisma/factories/people";
import { machine } from "../sending/set-up";
import { openLarge } from "./open-large";

const most = Number(process.argv[2] ?? 1_000_000);
const open = await openLarge(most, 100_000);
const auditor = await makeActor("auditor");
const rows: Record<string, string | number>[] = [];

/** Since when there are so many purges. */
async function since(): Promise<string> {
  const [row] = await open.prisma.$queryRaw<{ at: Date }[]>`
    SELECT min(requested_at) AS at FROM (
      SELECT requested_at FROM purge ORDER BY requested_at DESC LIMIT ${most}) newest`;
  return (row?.at ?? new Date(0)).toISOString();
}

function report(what: string, count: number, bytes: number, ms: number, heap: number[]): void {
  globalThis.gc?.();
  rows.push({
    what,
    purges: count,
    MiB: Math.round(bytes / 2 ** 20),
    seconds: (ms / 1_000).toFixed(1),
    "purges/s": Math.round((count * 1_000) / ms),
    "heap, MiB": heap.length === 0 ? "" : `${Math.min(...heap)} to ${Math.max(...heap)}`,
  });
  console.log(JSON.stringify(rows.at(-1)));
}

async function ours(format: "csv" | "ndjson", from: string): Promise<void> {
  const stream = await exportPurges(auditor, purgeExportQuery.parse({ format, from }));
  const reader = stream.getReader();
  const heap: number[] = [];
  let bytes = 0;
  let lines = format === "csv" ? -1 : 0;
  const start = performance.now();
  for (let chunk = 1; ; chunk += 1) {
    const { value, done } = await reader.read();
    if (done) break;
    bytes += value.length;
    for (const byte of value) if (byte === 10) lines += 1;
    if (chunk % 100 !== 0) continue;
    globalThis.gc?.();
    heap.push(Math.round(process.memoryUsage().heapUsed / 2 ** 20));
  }
  report(`export as ${format}`, lines, bytes, performance.now() - start, heap);
}

/** A cursor over the rows with what stands in a line of the export, 500 at a time: parsed by the driver, not written. */
async function bareCursor(from: string): Promise<void> {
  const client = new Client({ connectionString: open.url });
  await client.connect();
  await client.query("BEGIN");
  await client.query("SET LOCAL cursor_tuple_fraction = 1");
  await client.query(
    `DECLARE all_of_them NO SCROLL CURSOR FOR
      SELECT p.*, t.slug, t.name, z.name AS zone, c.verdict_code FROM purge p JOIN zone z ON z.id = p.zone_id
      LEFT JOIN tenant t ON t.id = p.tenant_id
      LEFT JOIN LATERAL (SELECT verdict_code FROM comparison WHERE purge_id = p.id
        ORDER BY created_at DESC LIMIT 1) c ON true
      WHERE p.requested_at >= '${from}' ORDER BY p.requested_at DESC, p.id DESC`,
  );
  const start = performance.now();
  let count = 0;
  for (;;) {
    const { rows: some } = await client.query("FETCH 500 FROM all_of_them");
    if (some.length === 0) break;
    count += some.length;
  }
  const took = performance.now() - start;
  await client.query("COMMIT");
  await client.end();
  report("bare cursor", count, 0, took, []);
}

const from = await since();
await bareCursor(from);
await ours("csv", from);
await ours("ndjson", from);
await bareCursor(from);
console.log(machine());
console.table(rows);
await open.end();
process.exit(0);
