import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { openDatabase, type OpenDatabase, useDatabase } from "@/lib/platform/database";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { type CdnServer, startCdnServer } from "@/prisma/testing/cdn-server";
import { startPostgres } from "@/prisma/testing/start-postgres";
import { type SenderProcess, startSenderProcess } from "@/prisma/testing/start-sender-process";
import { killRuns } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";

// Real processes, real signals, a PostgreSQL server of its own that can crash. Each once in npm test;
// npm run test:kill does it 20 times.
const runs = Array.from({ length: killRuns }, (_, at) => at + 1);
const zoneId = exampleDirectory().zones[0]?.id ?? "";

let server: Awaited<ReturnType<typeof startPostgres>>;
let databaseUrl: string;
let open: OpenDatabase;
let cdn: CdnServer;
let senders: SenderProcess[];

beforeAll(async () => {
  useTestEnv();
  server = await startPostgres();
});
afterAll(() => server.stop());

/** Any client of a server that is about to crash loses its connections: that is no test's failure. */
async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server.url}/postgres` });
  client.on("error", () => undefined);
  await client.connect();
  await client.query(sql);
  await client.end();
}

beforeEach(async () => {
  const name = `kill_${randomBytes(6).toString("hex")}`;
  await onServer(`CREATE DATABASE ${name}`);
  databaseUrl = `${server.url}/${name}`;
  open = await openDatabase({ url: databaseUrl, dataDir: "none" });
  await open.migrate();
  useDatabase(open);
  await importDirectory({
    ...exampleDirectory(),
    accountLimits: [
      {
        accountId: exampleDirectory().zones[0]?.accountId,
        plan: "enterprise",
        requestsPerSecond: 10_000,
        requestBucket: 10_000,
        itemsPerRequest: 10,
      },
    ],
  });
  // Long enough for all to be under way at once, on a slow machine too; shortened when that is so.
  cdn = await startCdnServer({ latencyMs: 8_000 });
  senders = [];
});
afterEach(async () => {
  for (const sender of senders) await sender.end("SIGKILL");
  await open.close();
  await cdn.close();
});

async function startSender(): Promise<SenderProcess> {
  const sender = await startSenderProcess({ databaseUrl, cdnUrl: cdn.url });
  senders.push(sender);
  return sender;
}

const queueHundred = () =>
  queuePurges(
    Array.from({ length: 100 }, (_, at) => makePurge({ zoneId, targets: [`invoice:${at}`] })),
  );

async function until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what}`);
    await sleep(50);
  }
}

const count = (status: "accepted" | "sending" | "queued") =>
  open.prisma.purge.count({ where: { status } });
const hundredAre = (status: "accepted" | "sending") => async () => (await count(status)) === 100;

/** Each purge has one accepted call, one entry of it, and what may have been sent twice is marked. */
async function checkOutcomes(ids: string[]): Promise<{ marked: number }> {
  const purges = await open.prisma.purge.findMany({
    where: { id: { in: ids } },
    include: { attempts: { include: { call: true } } },
  });
  expect(purges).toHaveLength(100);
  let marked = 0;
  for (const { id, status, targets, attempts } of purges) {
    expect(status).toBe("accepted");
    const outcomes = attempts.map(({ call }) => call.outcome);
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(1);
    expect(
      await open.prisma.auditEntry.count({ where: { subjectId: id, action: "purge.accept" } }),
    ).toBe(1);
    const sent = cdn.calls.filter((call) => call.targets.includes(targets[0] ?? "")).length;
    // Sent more than once: an attempt before says that it is not known what came of it.
    if (sent > 1) expect(outcomes).toContain("unknown");
    if (outcomes.includes("unknown")) marked += 1;
  }
  return { marked };
}

test.each(runs)(
  "kill -9 with 100 purges in flight: another process has finished all within 30 s (run %i)",
  async () => {
    const first = await startSender();
    const ids = await queueHundred();
    await until("all in flight", 10, hundredAre("sending"));
    cdn.options.latencyMs = 200;
    // Killed first: a call ends by itself after ten seconds, and a process takes a while to start.
    const killedAt = Date.now();
    await first.end("SIGKILL");
    await startSender();
    await until("all accepted", 30, hundredAre("accepted"));
    const seconds = (Date.now() - killedAt) / 1_000;
    const { marked } = await checkOutcomes(ids);
    expect(marked).toBe(100);
    console.info(`all finished ${seconds.toFixed(1)} s after kill -9`);
  },
  90_000,
);

test.each(runs)(
  "a process paused for longer than its lease writes no outcome (run %i)",
  async () => {
    const paused = await startSender();
    const ids = await queueHundred();
    await until("all in flight", 10, hundredAre("sending"));
    paused.process.kill("SIGSTOP");
    cdn.options.latencyMs = 200;
    await startSender();
    await until("all accepted by the other", 40, hundredAre("accepted"));
    paused.process.kill("SIGCONT");
    await sleep(2_000);
    await checkOutcomes(ids);
  },
  90_000,
);

test.each(runs)(
  "PostgreSQL crashes while calls are under way: nothing is lost or doubled (run %i)",
  async () => {
    cdn.options.latencyMs = 1_500;
    await startSender();
    await startSender();
    const ids = await queueHundred();
    await until("some in flight", 10, async () => (await count("sending")) > 0);
    await server.crash();
    await until("all accepted", 60, hundredAre("accepted"));
    await checkOutcomes(ids);
  },
  120_000,
);

test.each(runs)(
  "all connections are cut, again and again: nothing is lost or doubled (run %i)",
  async () => {
    cdn.options.latencyMs = 1_500;
    await startSender();
    await startSender();
    const ids = await queueHundred();
    for (let times = 0; times < 5; times += 1) {
      await sleep(200);
      await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`);
    }
    await until("all accepted", 60, hundredAre("accepted"));
    await checkOutcomes(ids);
  },
  120_000,
);
