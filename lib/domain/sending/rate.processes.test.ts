import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { openDatabase, type OpenDatabase, useDatabase } from "@/lib/platform/database";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { type CdnOptions, type CdnServer, startCdnServer } from "@/prisma/testing/cdn-server";
import { type SenderProcess, startSenderProcess } from "@/prisma/testing/start-sender-process";
import { freshServerDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { readSending } from "./read-sending";

// Three real processes on one PostgreSQL, and a server that enforces the account's bucket over sockets.
const zone = exampleDirectory().zones[0] ?? { id: "", accountId: "" };

let databaseUrl: string;
let open: OpenDatabase;
let cdn: CdnServer;
let senders: SenderProcess[];

beforeAll(() => useTestEnv());
beforeEach(async () => {
  databaseUrl = (await freshServerDatabase()) ?? "";
  open = await openDatabase({ url: databaseUrl, dataDir: "none" });
  await open.migrate();
  useDatabase(open);
  senders = [];
});
afterEach(async () => {
  for (const sender of senders) await sender.end("SIGKILL");
  await open.close();
  await cdn.close();
});

/** A console whose account may make `perSecond` requests of one target each, and a server that may differ. */
async function setUp(
  limit: { requestBucket: number; requestsPerSecond: number },
  options: CdnOptions,
) {
  const { accountId } = zone;
  const accountLimits = [{ accountId, plan: "enterprise", itemsPerRequest: 1, ...limit }];
  await importDirectory({ ...exampleDirectory(), accountLimits });
  cdn = await startCdnServer(options);
}

const queue = (count: number) =>
  queuePurges(
    Array.from({ length: count }, (_, at) =>
      makePurge({ zoneId: zone.id, targets: [`invoice:${at}`] }),
    ),
  );

async function startThree(): Promise<void> {
  const starting = Array.from({ length: 3 }, () =>
    startSenderProcess({ databaseUrl, cdnUrl: cdn.url }),
  );
  senders = await Promise.all(starting);
}

const ofStatus = (status: number) => cdn.calls.filter((call) => call.status === status);

test("three processes at ten times the allowance: no 429, and at least 97 % of the allowance is used", async () => {
  // The Business plan's.
  const size = 50;
  const perSecond = 10;
  const seconds = 40;
  await setUp(
    { requestBucket: size, requestsPerSecond: perSecond },
    { bucket: { size, perSecond }, latencyMs: 80 },
  );
  await queue(10 * (size + perSecond * seconds));
  await startThree();
  while (cdn.calls.length === 0) await sleep(10);
  const start = cdn.calls[0]?.at ?? 0;
  await sleep(start + seconds * 1_000 - Date.now());
  const used = cdn.calls.filter(({ at }) => at <= start + seconds * 1_000).length;
  const share = used / (size + perSecond * seconds);
  console.info(`${used} calls in ${seconds} s, ${(share * 100).toFixed(1)} % of the allowance`);
  expect(ofStatus(429)).toEqual([]);
  expect(share).toBeGreaterThanOrEqual(0.97);
}, 120_000);

test("a 429 all the same pauses all three for Retry-After, and less is believed in until it proves right", async () => {
  await setUp({ requestBucket: 40, requestsPerSecond: 20 }, { latencyMs: 50 });
  let refused = false;
  cdn.options.answer = () => {
    if (refused || cdn.calls.length < 15) return { status: 200 };
    refused = true;
    const body = {
      success: false,
      errors: [{ code: 1134, message: "rate limit reached" }],
      result: null,
    };
    return { status: 429, body, headers: { "retry-after": "3" } };
  };
  await queue(500);
  await startThree();
  while (ofStatus(429).length === 0) await sleep(10);
  const metAt = ofStatus(429)[0]?.at ?? 0;
  const [state] = await readSending().then(async (first) => {
    // The answer is recorded a moment after it was given.
    for (let at = first; ; at = await readSending()) {
      if (at[0]?.pausedUntil != null) return at;
      await sleep(10);
    }
  });
  expect(state?.believedPerSecond).toBeLessThan(20);
  while (!cdn.calls.some(({ at }) => at > metAt + 2_900)) await sleep(50);
  // Calls that were under way when the 429 came may still arrive.
  const during = cdn.calls.filter(({ at }) => at > metAt + 500 && at < metAt + 2_900);
  expect(during).toEqual([]);
  expect(ofStatus(429)).toHaveLength(1);
  expect(await open.prisma.purge.count({ where: { status: "failed" } })).toBe(0);
}, 60_000);

test("everything fails: at most 1.2 times the first tries, the breaker opens, nothing is dropped, and all goes out afterwards", async () => {
  await setUp({ requestBucket: 1_000, requestsPerSecond: 1_000 }, { latencyMs: 20 });
  cdn.options.answer = () => ({ status: 500, body: { success: false, errors: [], result: null } });
  const count = 200;
  await queue(count);
  await startThree();
  await sleep(6_000);
  const [state] = await readSending();
  expect(state?.breaker).not.toBe("closed");
  const down = cdn.calls.length;
  const firstTries = new Set(cdn.calls.map(({ targets }) => targets[0])).size;
  console.info(`${down} calls for ${firstTries} first tries while everything failed`);
  expect(down).toBeLessThanOrEqual(Math.ceil(1.2 * firstTries));
  expect(await open.prisma.purge.count({ where: { status: "failed" } })).toBe(0);
  cdn.options.answer = () => ({ status: 200 });
  const end = Date.now() + 90_000;
  while ((await open.prisma.purge.count({ where: { status: "accepted" } })) < count) {
    if (Date.now() > end) throw new Error("not all went out afterwards");
    await sleep(100);
  }
}, 150_000);
