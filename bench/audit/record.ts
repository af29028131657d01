// npm run bench:audit: how fast entries are written while the record is chained and sealed, beside bare inserts in the
// same run, and how fast an export is verified, beside reading and hashing it. Figures: docs/benchmarks.md.
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { hash } from "node:crypto";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { linesOf, verifyExport } from "@/lib/audit/verify-export";
import { startSealer } from "@/lib/domain/audit/start-sealer";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { makeEntry, makeKey, MadeRecord } from "@/prisma/testing/made-record";
import { machine, percentile, secondsUntil, setUp } from "../sending/set-up";

const writers = 32;
const perWriter = Number(process.env["BENCH_ENTRIES"] ?? 500);
const verified = Number(process.env["BENCH_VERIFIED"] ?? 1_000_000);
const folder = mkdtempSync(path.join(tmpdir(), "purge-console-bench-"));

const count = (n: number) => Math.round(n).toLocaleString("en");

/** Has 32 writers do something again and again; tells how fast, and what the slowest hundredth took. */
async function measureWriters(write: (n: number) => Promise<unknown>) {
  const times: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; n < perWriter; n += 1) {
        const at = performance.now();
        await write(writer * perWriter + n);
        times.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    perSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

type Measured = Awaited<ReturnType<typeof measureWriters>>;
const say = (what: string, { perSecond, p50, p99 }: Measured) =>
  console.log(
    `${what}: ${count(perSecond)} a second, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );

const fact = (n: number) => ({
  action: "purge.request" as const,
  subject: { kind: "purge", id: newId() },
  tenantId: "42",
  summary: `support@example.com asked to purge invoice:${n} of acme`,
  details: { method: "purge", kind: "tags", targets: [`invoice:${n}`], tier: "object" },
  reason: "the customer sees the old invoice",
  ticket: `ZD-${n}`,
});

/** The same row into a table like it that nothing watches. */
function insertBare(n: number) {
  const { action, subject, tenantId, summary, details, reason, ticket } = fact(n);
  return db().$executeRaw`
    INSERT INTO bare_entry (id, at, actor_kind, actor_name, action, outcome, subject_kind, subject_id, tenant_id,
      summary, details, reason, ticket, request_id)
    VALUES (${newId()}::uuid, now(), 'system', 'console', ${action}, 'done', ${subject.kind}, ${subject.id},
      ${tenantId}, ${summary}, ${JSON.stringify(details)}, ${reason}, ${ticket}, 'worker')`;
}

async function measureWriting(): Promise<void> {
  process.env["DATA_DIR"] = folder;
  const { prisma, close } = await setUp();
  await prisma.$executeRaw`CREATE TABLE bare_entry (LIKE audit_entry INCLUDING ALL)`;
  const sealer = await startSealer();
  const warm = async () => {
    for (let n = 0; n < 200; n += 1) await writeEntry(prisma, consoleActor, fact(n));
  };
  await warm();
  // Twice in turn: what the machine does beside is not to favour one of them.
  for (let round = 1; round <= 2; round += 1) {
    say("bare inserts", await measureWriters(insertBare));
    say(
      "entries, chained and sealed beside",
      await measureWriters((n) => writeEntry(prisma, consoleActor, fact(n))),
    );
  }
  const behind = await secondsUntil(async () => (await prisma.auditPending.count()) === 0);
  console.log(`behind at the end: ${behind.toFixed(1)} s until all are chained`);
  await sealer.stop();
  const [chain] = await prisma.$queryRaw<{ links: number; last: number; entries: number }[]>`
    SELECT (SELECT count(*) FROM audit_link)::float8 AS links, (SELECT max(seq) FROM audit_link)::float8 AS last,
      (SELECT count(*) FROM audit_entry)::float8 AS entries`;
  console.log(`chain: ${JSON.stringify(chain)}`);
  await close();
}

/** Writes an export of so many entries, a seal in every thousand, without keeping it in memory. */
async function writeExport(file: string, record: MadeRecord, entries: number): Promise<void> {
  const body = createWriteStream(`${file}.entries`);
  for (let n = 1; n <= entries; n += 1) {
    record.add(makeEntry(n));
    if (n % 1_000 === 0) record.seal();
    for (const line of record.lines.splice(0)) {
      if (!body.write(`${line}\n`)) await once(body, "drain");
    }
  }
  body.end();
  await once(body, "finish");
  const whole = createWriteStream(file);
  const parts = [...record.exportParts({ count: entries })];
  for (const part of parts.slice(0, -1)) whole.write(part);
  for await (const chunk of open(`${file}.entries`)) {
    if (!whole.write(chunk)) await once(whole, "drain");
  }
  whole.end(parts.at(-1));
  await once(whole, "finish");
  rmSync(`${file}.entries`);
}

const open = (file: string) =>
  createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;

async function readAndHash(file: string): Promise<void> {
  for await (const lines of linesOf(open(file))) {
    for (const line of lines) hash("sha256", line, "hex");
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

/** The most memory that the process has while something goes on, above what it had before, in MiB. */
async function memoryOf(work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  await work();
  clearInterval(timer);
  return (most - before) / 2 ** 20;
}

async function measureVerifying(entries: number): Promise<void> {
  const file = path.join(folder, `${entries}.ndjson`);
  const key = makeKey();
  await writeExport(file, new MadeRecord(key), entries);
  const verify = () =>
    verifyExport(open(file), [key.publicKey], [], (found) => {
      throw new Error(`${found.where}: ${found.message}`);
    });
  let verifying = Infinity;
  let hashing = Infinity;
  let memory = 0;
  for (let round = 1; round <= 3; round += 1) {
    hashing = Math.min(hashing, await seconds(() => readAndHash(file)));
    memory = Math.max(
      memory,
      await memoryOf(async () => (verifying = Math.min(verifying, await seconds(verify)))),
    );
  }
  const size = Math.round(statSync(file).size / entries);
  console.log(
    `verify ${count(entries)} entries of ${size} bytes: ${count(entries / verifying)} a second, ` +
      `reading and SHA-256 alone ${count(entries / hashing)}; ${count(memory)} MiB more memory`,
  );
  rmSync(file);
}

console.log(machine());
if (verified > 0) {
  await measureVerifying(verified / 10);
  await measureVerifying(verified);
}
if (perWriter > 0) await measureWriting();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
