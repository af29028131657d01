// npm run bench:gateway: what the gateway adds to a direct call at 100 requests a second, both at the same time
// against servers that speak Cloudflare's purge API, beside the least that it could add: the console's empty route and
// one INSERT; and a burst of purges through it, against a server that enforces an Enterprise account's allowance. The console is the built one as a container runs it, with its web server,
// on a PostgreSQL server of its own. npm run bench:gateway -- [purges in the burst] [seconds] [requests a second]
import { request as httpRequest, Agent } from "node:http";
import { loadavg } from "node:os";
import pg from "pg";
import { createToken } from "@/lib/domain/tokens/create-token";
import {
  assembleStandalone,
  makeVolume,
  removeStandalone,
  startStandalone,
} from "@/e2e/support/standalone-process";
import { makeActor } from "@/prisma/factories/people";
import { type CdnServer, startCdnServer } from "@/prisma/testing/cdn-server";
import { cpuTime } from "./cpu-time";
import { machine, percentile, secondsUntil, setUp } from "../sending/set-up";

const burst = Number(process.argv[2] ?? 10_000);
const seconds = Number(process.argv[3] ?? 30);
const perSecond = Number(process.argv[4] ?? 100);
const zoneId = "0123456789abcdef0123456789abcdef";
const bucket = { size: 500, perSecond: 50 };

const { databaseUrl, databasePid, prisma, close } = await setUp();
const edge = await startCdnServer({ bucket });
const direct = await startCdnServer();
const admin = await makeActor("admin");

async function newToken(name: string): Promise<string> {
  const { secret } = await createToken(admin, {
    name,
    service: "billing",
    verbs: ["purge"],
    zones: [],
    tenants: [],
    selectorKinds: ["tags"],
    source: "app",
    expiresInDays: 30,
  });
  return secret;
}

const dataDir = makeVolume();
const folder = assembleStandalone();
const served = await startStandalone(folder, {
  NODE_ENV: "production",
  DATABASE_URL: databaseUrl,
  PORT: process.env["BENCH_PORT"] ?? "3331",
  DATA_DIR: dataDir,
  CLOUDFLARE_API_BASE_URL: edge.url,
  CLOUDFLARE_API_TOKEN: "a-token-for-benchmarks",
  NEXTAUTH_URL: `http://127.0.0.1:${process.env["BENCH_PORT"] ?? "3331"}`,
  NEXTAUTH_SECRET: "a secret for benchmarks only",
  LOG_LEVEL: "error",
});

// Not fetch: what calls costs the same two cores as what is called.
const agent = new Agent({ keepAlive: true });

function ask(method: string, url: string, headers: Record<string, string>, body?: string) {
  const from = performance.now();
  return new Promise<{ ms: number; status: number }>((resolve, reject) => {
    const asked = httpRequest(url, { method, agent, headers }, (answer) => {
      answer.resume();
      answer.once("end", () => {
        resolve({ ms: performance.now() - from, status: answer.statusCode ?? 0 });
      });
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

function purge(base: string, token: string, tag: string, more: Record<string, string> = {}) {
  const body = JSON.stringify({ tags: [tag] });
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "content-length": String(body.length),
    ...more,
  };
  return ask("POST", `${base}/zones/${zoneId}/purge_cache`, headers, body);
}

const gateway = `${served.url}/client/v4`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Asked = { ms: number; status: number };

/** Asks for one of each kind every 10 ms, whether the ones before were answered or not. */
async function measure(kinds: Record<string, (n: number) => Promise<Asked>>): Promise<void> {
  const answers = new Map<string, Asked[]>(Object.keys(kinds).map((kind) => [kind, []]));
  const all: Promise<unknown>[] = [];
  const start = performance.now();
  const warmUp = 3 * perSecond;
  const cpu = () => ({ console: cpuTime(served.pid), database: cpuTime(databasePid) });
  let before = cpu();
  for (let n = 0; n < warmUp + seconds * perSecond; n += 1) {
    await pause(Math.max(0, start + (n * 1_000) / perSecond - performance.now()));
    if (n === warmUp) before = cpu();
    for (const [kind, send] of Object.entries(kinds)) {
      all.push(send(n).then((answer) => n >= warmUp && answers.get(kind)?.push(answer)));
    }
  }
  await Promise.all(all);
  const after = cpu();
  const [first = []] = answers.values();
  const p50 = (some: Asked[]) =>
    percentile(
      some.map(({ ms }) => ms),
      0.5,
    );
  for (const [kind, some] of answers) {
    rows.push({
      what: kind,
      requests: some.length,
      "p50 ms": p50(some).toFixed(1),
      "p95 ms": percentile(
        some.map(({ ms }) => ms),
        0.95,
      ).toFixed(1),
      "added p50": (p50(some) - p50(first)).toFixed(1),
      "not 200": some.filter(({ status }) => status !== 200).length,
      "console, CPU ms": ((after.console - before.console) / some.length).toFixed(2),
      "PostgreSQL, CPU ms": ((after.database - before.database) / some.length).toFixed(2),
      load: loadavg()[0]?.toFixed(1) ?? "",
    });
    console.log(JSON.stringify(rows.at(-1)));
  }
}

/** Gives the account as much as is asked of it, or its own again: what waits for that is not the gateway's doing. */
async function grant({ size, perSecond: rate }: typeof bucket): Promise<void> {
  await prisma.accountLimit.updateMany({
    data: { requestBucket: size, requestsPerSecond: rate },
  });
  edge.options.bucket = { size, perSecond: rate };
}

/** A direct call and one through the gateway at the same time. */
async function latency(edgeMs: number): Promise<void> {
  edge.options.latencyMs = edgeMs;
  direct.options.latencyMs = edgeMs;
  const token = await newToken(`latency ${edgeMs}`);
  await measure({
    [`direct, server answers after ${edgeMs} ms`]: (n) =>
      purge(direct.url, token, `invoice:${edgeMs}-${n}`),
    [`gateway, server answers after ${edgeMs} ms`]: (n) =>
      purge(gateway, token, `invoice:${edgeMs}-${n}`),
  });
}

/** What no gateway in this web server with a record in this database could be without. */
async function floor(): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  await pool.query("CREATE TABLE bench_floor (n int, targets text[], at timestamptz)");
  const text = "INSERT INTO bench_floor VALUES ($1, $2, clock_timestamp())";
  await measure({
    "the console's empty route": () => ask("GET", `${served.url}/api/healthz`, {}),
    "one INSERT of one row": async (n) => {
      const from = performance.now();
      await pool.query({ name: "floor", text, values: [n, ["invoice:1"]] });
      return { ms: performance.now() - from, status: 200 };
    },
  });
  await pool.end();
}

const rows: Record<string, string | number>[] = [];
const waiting = async () =>
  prisma.purge.count({ where: { status: { in: ["scheduled", "queued", "sending"] } } });

/** As fast as the gateway takes them, by services that do not wait for Cloudflare's answer. */
async function sendBurst(server: CdnServer): Promise<void> {
  server.options.latencyMs = 50;
  // Another token for each 1,000: that many calls a token may make at once.
  const tokens: string[] = [];
  for (let n = 0; n < burst; n += 1_000) tokens.push(await newToken(`burst ${n}`));
  const callsBefore = server.calls.length;
  const statuses = new Map<number, number>();
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (;;) {
        const n = next;
        next += 1;
        if (n >= burst) return;
        const { status } = await purge(gateway, tokens[Math.floor(n / 1_000)] ?? "", `order:${n}`, {
          prefer: "respond-async",
        });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  const taken = (performance.now() - start) / 1_000;
  await secondsUntil(async () => (await waiting()) === 0);
  const all = (performance.now() - start) / 1_000;
  const calls = server.calls.slice(callsBefore);
  const arrived = new Set(
    calls.filter(({ status }) => status === 200).flatMap(({ targets }) => targets),
  );
  console.table([
    {
      burst,
      "taken, s": taken.toFixed(1),
      "arrived, s": all.toFixed(1),
      answers: [...statuses].map(([status, count]) => `${count} x ${status}`).join(", "),
      arrived: arrived.size,
      calls: calls.length,
      "least calls": Math.ceil(burst / 100),
      "allowed calls": Math.floor(bucket.size + bucket.perSecond * all),
      "429s": calls.filter(({ status }) => status === 429).length,
    },
  ]);
}

await floor();
const enough = 10 * perSecond;
await grant({ size: enough, perSecond: enough });
for (const edgeMs of [0, 50]) {
  await latency(edgeMs);
  await secondsUntil(async () => (await waiting()) === 0);
}
await grant(bucket);
await sendBurst(edge);
console.log(machine());
console.table(rows);
await served.terminate();
removeStandalone(folder);
removeStandalone(dataDir);
await direct.close();
await edge.close();
await close();
process.exit(0);
