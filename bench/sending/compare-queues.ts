// npm run bench:queues: purges a second with an allowance that holds nothing back, against graphile-worker
// and pg-boss with jobs that do nothing, on the same PostgreSQL in the same run. Ours make a real HTTP call
// for 100 purges; theirs call an empty function.
import { run, runMigrations } from "graphile-worker";
import { Pool } from "pg";
import PgBoss from "pg-boss";
import { startCdnServer } from "@/prisma/testing/cdn-server";
import { startSenderProcess } from "@/prisma/testing/start-sender-process";
import { machine, queue, secondsUntil, setUp } from "./set-up";

const count = Number(process.argv[2] ?? 20_000);
const { databaseUrl, prisma, close } = await setUp({
  requestsPerSecond: 10_000,
  requestBucket: 100_000,
});
const pool = new Pool({ connectionString: databaseUrl, max: 10 });
const rows: Record<string, string | number>[] = [];

function report(what: string, seconds: number): void {
  rows.push({ what, seconds: seconds.toFixed(2), "per second": Math.round(count / seconds) });
  console.log(JSON.stringify(rows.at(-1)));
}

async function ours(processes: number): Promise<void> {
  await queue(count, count);
  await prisma.$executeRaw`ANALYZE`;
  const cdn = await startCdnServer();
  const waiting = async () => prisma.purge.count({ where: { status: { not: "accepted" } } });
  const senders = await Promise.all(
    Array.from({ length: processes }, () => startSenderProcess({ databaseUrl, cdnUrl: cdn.url })),
  );
  const before = count - (await waiting());
  const seconds = await secondsUntil(async () => (await waiting()) === 0);
  // What was done while the processes started counts with the time that passed since the first call.
  const first = cdn.calls[0]?.at ?? 0;
  const last = cdn.calls.at(-1)?.at ?? 0;
  report(`this queue, ${processes} process(es)`, before === 0 ? seconds : (last - first) / 1_000);
  for (const sender of senders) await sender.end("SIGKILL");
  await cdn.close();
}

async function graphile(what: string, preset: object): Promise<void> {
  await runMigrations({ pgPool: pool });
  await pool.query(
    "SELECT graphile_worker.add_job('nothing', json_build_object('n', n)) FROM generate_series(1, $1) n",
    [count],
  );
  await pool.query("ANALYZE");
  let done = 0;
  const runner = await run({
    pgPool: pool,
    concurrency: 24,
    noHandleSignals: true,
    taskList: { nothing: () => void (done += 1) },
    preset,
  });
  const seconds = await secondsUntil(() => Promise.resolve(done >= count));
  report(what, seconds);
  await runner.stop();
}

async function boss(): Promise<void> {
  const queueName = "nothing";
  const pgBoss = new PgBoss({ connectionString: databaseUrl, max: 10 });
  await pgBoss.start();
  await pgBoss.createQueue(queueName);
  for (let from = 0; from < count; from += 1_000) {
    await pgBoss.insert(
      Array.from({ length: Math.min(1_000, count - from) }, () => ({ name: queueName, data: {} })),
    );
  }
  await pool.query("ANALYZE");
  let done = 0;
  for (let worker = 0; worker < 24; worker += 1) {
    await pgBoss.work(queueName, { batchSize: 100, pollingIntervalSeconds: 0.5 }, (jobs) => {
      done += jobs.length;
      return Promise.resolve();
    });
  }
  report(
    "pg-boss 10.4.2, 24 workers, batches of 100",
    await secondsUntil(() => Promise.resolve(done >= count)),
  );
  await pgBoss.stop({ graceful: false });
}

await ours(1);
await ours(3);
await graphile("graphile-worker 0.17.3, concurrency 24", {});
await graphile("graphile-worker 0.17.3, concurrency 24, local queue of 500", {
  worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
});
await boss();
console.log(machine());
console.table(rows);
await pool.end();
await close();
process.exit(0);
