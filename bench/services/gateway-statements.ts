// npm run bench:gateway-statements: what one purge through the gateway asks of the database, statement by statement
// in their order, and how long it takes where nothing else goes on: token, record, claim, send, answer, in one process,
// without the web server, on a PostgreSQL server of its own. npm run bench:gateway-statements -- [purges]
import pg from "pg";
import { readTokenBeside } from "@/lib/auth/read-token";
import { type ZoneRow, zoneStatement } from "@/lib/domain/gateway/load-zone";
import { takePurge } from "@/lib/domain/gateway/take-purge";
import { startSender } from "@/lib/domain/sending/start-sender";
import { createToken } from "@/lib/domain/tokens/create-token";
import { makeActor } from "@/prisma/factories/people";
import { startCdnServer } from "@/prisma/testing/cdn-server";
import { machine, percentile, setUp } from "../sending/set-up";

const purges = Number(process.argv[2] ?? 200);
const zoneId = "0123456789abcdef0123456789abcdef";
const start = performance.now();
const statements: { at: number; ms: number; text: string }[] = [];

/** Every statement of this process goes through the driver's query(). */
const driver = pg.Client.prototype as unknown as {
  query: (...given: unknown[]) => Promise<unknown> | undefined;
};
const { query } = driver;
driver.query = function noted(...given) {
  const at = performance.now();
  const [first] = given as [string | { text: string }];
  const text = typeof first === "string" ? first : first.text;
  const note = () => statements.push({ at: at - start, ms: performance.now() - at, text });
  // The pool gives a function that is told, a transaction waits for a promise.
  const told = given.at(-1);
  if (typeof told === "function") {
    const tell = told as (...answer: unknown[]) => void;
    given[given.length - 1] = (...answer: unknown[]) => {
      note();
      tell(...answer);
    };
  }
  const answer = query.apply(this, given);
  if (typeof told !== "function") answer?.then(note, note);
  return answer;
};

const cdn = await startCdnServer();
process.env["CLOUDFLARE_API_BASE_URL"] = cdn.url;
const { close } = await setUp({ requestsPerSecond: 1_000, requestBucket: 10_000 });
const { secret } = await createToken(await makeActor("admin"), {
  ...{ name: "statements", service: "billing", verbs: ["purge"], zones: [], tenants: [] },
  ...{ selectorKinds: ["tags"], source: "app", expiresInDays: 30 },
});
const sender = await startSender();

async function purgeOne(n: number): Promise<Record<string, number>> {
  const from = performance.now();
  const found = await readTokenBeside<ZoneRow>(secret, "bench", zoneStatement(zoneId));
  if (found === null) throw new Error("The token is not known.");
  const { service, beside: zone } = found;
  const { status } = await takePurge(
    service,
    {
      ...{ zoneId, zone, environment: null, method: "purge", traceId: null, path: "/", tells: {} },
      body: { tags: [`invoice:${n}`] },
    },
    25_000,
  );
  if (status !== 200) throw new Error(`answered ${status}`);
  const call = cdn.calls.find(({ targets }) => targets.includes(`invoice:${n}`));
  const ended = performance.now();
  const reached = (call?.at ?? 0) - performance.timeOrigin;
  return { "to the first byte": reached - from, "and back": ended - reached, all: ended - from };
}

const times: Record<string, number>[] = [];
for (let n = -50; n < purges; n += 1) {
  // What the purge before leaves behind is over.
  await new Promise((resolve) => setTimeout(resolve, 30));
  if (n === purges - 1) statements.length = 0;
  const from = performance.now() - start;
  const took = await purgeOne(n);
  if (n >= 0) times.push(took);
  if (n < purges - 1) continue;
  await new Promise((resolve) => setTimeout(resolve, 100));
  statements.sort((a, b) => a.at - b.at);
  for (const { at, ms, text } of statements) {
    const words = text.replaceAll(/\s+/g, " ").trim().slice(0, 110);
    console.log(`${(at - from).toFixed(1).padStart(7)} +${ms.toFixed(1).padStart(5)}  ${words}`);
  }
  console.log(`${statements.length} statements`);
}
console.log(machine());
console.table(
  Object.keys(times[0] ?? {}).map((what) => ({
    what,
    "p50 ms": percentile(
      times.map((one) => one[what] ?? 0),
      0.5,
    ).toFixed(1),
    "p95 ms": percentile(
      times.map((one) => one[what] ?? 0),
      0.95,
    ).toFixed(1),
  })),
);
await sender.stop();
await cdn.close();
await close();
process.exit(0);
