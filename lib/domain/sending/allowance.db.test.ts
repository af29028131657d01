import { beforeEach, describe, expect, test } from "vitest";
import type { CallResult } from "@/lib/edge/purge-call";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { passTime } from "@/prisma/testing/pass-time";
import { withTestDatabase } from "@/prisma/testing/test-database";
import {
  type AllowanceKey,
  ensureAllowance,
  learnFromAnswer,
  returnAllowance,
  takeAllowance,
  takeRetry,
} from "./allowance";
import { readSending } from "./read-sending";

withTestDatabase();

let key: AllowanceKey;
beforeEach(async () => {
  key = { accountId: newId().replaceAll("-", ""), plan: "pro", kind: "requests" };
  await ensureAllowance(db(), key);
});

/** How many tokens can be taken at once. */
async function drain(forPerson: boolean): Promise<number> {
  let taken = 0;
  while ((await takeAllowance(db(), key, 1, forPerson)) !== null) taken += 1;
  return taken;
}

const state = async () => {
  const one = (await readSending()).find(({ accountId }) => accountId === key.accountId);
  if (one === undefined) throw new Error("no allowance");
  return one;
};

async function answer(over: Partial<CallResult>, isTry = false): Promise<void> {
  const call = { id: newId(), isRetry: false, isTry };
  await db().$executeRaw`
    INSERT INTO purge_call (id, account_id, plan, zone_id, method, kind, targets, purge_count, sender,
      started_at, leased_until)
    VALUES (${call.id}::uuid, ${key.accountId}, 'pro', 'z', 'purge', 'tags', '{}', 1, 'test',
      clock_timestamp(), clock_timestamp())`;
  await learnFromAnswer(db(), key, call, {
    outcome: "accepted",
    limited: false,
    blame: "account",
    httpStatus: 200,
    errors: [],
    cfRay: null,
    retryAfterMs: null,
    code: "200",
    message: "",
    ...over,
  });
}
const limited = (retryAfterMs: number | null) =>
  answer({ outcome: "transient", limited: true, retryAfterMs });
const failing = (isTry = false) => answer({ outcome: "transient" }, isTry);

describe("the bucket", () => {
  test("holds Cloudflare's bucket but for a margin, and people reach what jobs do not", async () => {
    // Free: 25, one comes back in 12 seconds. 1 is left as a margin, 1.25 are kept for people.
    key = { ...key, plan: "free" };
    await ensureAllowance(db(), key);
    expect(await drain(false)).toBe(22);
    expect(await drain(true)).toBe(2);
  });

  test("refills with the rate, up to what it holds", async () => {
    await drain(true);
    await passTime(1_000);
    expect(await drain(true)).toBeGreaterThanOrEqual(5);
    await passTime(60_000);
    expect((await state()).tokens).toBeCloseTo(24, 1);
  });

  test("never gives more than it holds to many who take at once", async () => {
    const taken = await Promise.all(
      Array.from({ length: 60 }, () => takeAllowance(db(), key, 1, true)),
    );
    const given = taken.filter((one) => one !== null).length;
    expect(given).toBeGreaterThanOrEqual(24);
    expect(given).toBeLessThanOrEqual(28);
  });

  test("takes back what was not used", async () => {
    await drain(true);
    await returnAllowance(db(), key, 3, true);
    expect(await drain(true)).toBeGreaterThanOrEqual(3);
  });

  test("an account's own limits go before its plan's", async () => {
    const { accountId } = key;
    await db().accountLimit.create({
      data: { accountId, plan: "pro", requestsPerSecond: 100, requestBucket: 1_000 },
    });
    expect(await state()).toMatchObject({ bucket: 1_000, perSecond: 100 });
  });
});

describe("after a 429", () => {
  test.each([
    ["Retry-After", 7_000, 7],
    ["none", null, 1],
    ["one that is absurd", 10 ** 12, 300],
    ["zero", 0, 1],
  ])("%s: the account is paused for all, within bounds", async (_, retryAfterMs, seconds) => {
    await limited(retryAfterMs);
    expect(await takeAllowance(db(), key, 1, true)).toBeNull();
    const left = (Date.parse((await state()).pausedUntil ?? "") - Date.now()) / 1000;
    expect(left).toBeLessThanOrEqual(seconds + 0.2);
    expect(left).toBeGreaterThan(seconds * 0.5 - 0.2);
    await passTime(seconds * 1_000);
    await passTime(1_000);
    expect(await takeAllowance(db(), key, 1, true)).not.toBeNull();
  });

  test("less of the limit is believed in, once for all calls under way, until it proves right", async () => {
    await limited(1_000);
    expect((await state()).believedPerSecond).toBeCloseTo(3.5);
    await db().$executeRaw`UPDATE purge_call SET started_at = started_at - interval '1 second'`;
    for (let again = 0; again < 40; again += 1) await limited(1_000);
    expect((await state()).believedPerSecond).toBeGreaterThanOrEqual(0.5);
    await db().allowance.updateMany({ where: { accountId: key.accountId }, data: { belief: 0.7 } });
    for (let good = 0; good < 31; good += 1) await answer({});
    expect((await state()).believedPerSecond).toBeCloseTo(5);
  });

  test("without Retry-After the pause grows with each", async () => {
    const pauses: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      await limited(null);
      pauses.push(Date.parse((await state()).pausedUntil ?? "") - Date.now());
      await passTime(120_000);
    }
    expect(pauses[3]).toBeGreaterThan(pauses[0] ?? 0);
  });
});

describe("the breaker", () => {
  test("opens after ten failures in a row, lets one call try, and closes when that is answered", async () => {
    for (let failures = 0; failures < 9; failures += 1) await failing();
    expect((await state()).breaker).toBe("closed");
    await failing();
    expect((await state()).breaker).toBe("open");
    expect(await takeAllowance(db(), key, 1, true)).toBeNull();
    await passTime(6_000);
    expect((await state()).breaker).toBe("half_open");
    expect(await takeAllowance(db(), key, 1, true)).toEqual({ isTry: true });
    expect(await takeAllowance(db(), key, 1, true)).toBeNull();
    await answer({}, true);
    expect(await state()).toMatchObject({ breaker: "closed", failuresInRow: 0 });
    expect(await takeAllowance(db(), key, 1, true)).toEqual({ isTry: false });
  });

  test("stays open longer each time that the try fails, a minute at most; stragglers change nothing", async () => {
    for (let failures = 0; failures < 10; failures += 1) await failing();
    const first = Date.parse((await state()).openUntil ?? "");
    for (let stragglers = 0; stragglers < 20; stragglers += 1) await failing();
    expect(Date.parse((await state()).openUntil ?? "")).toBe(first);
    for (let tries = 0; tries < 8; tries += 1) {
      await passTime(60_000);
      expect(await takeAllowance(db(), key, 1, true)).toEqual({ isTry: true });
      await failing(true);
    }
    const left = Date.parse((await state()).openUntil ?? "") - Date.now();
    expect(left).toBeGreaterThan(40_000);
    expect(left).toBeLessThanOrEqual(60_000);
  });

  test("a try that is never answered does not keep it shut", async () => {
    for (let failures = 0; failures < 10; failures += 1) await failing();
    await passTime(6_000);
    expect(await takeAllowance(db(), key, 1, true)).toEqual({ isTry: true });
    await passTime(20_000);
    expect(await takeAllowance(db(), key, 1, true)).toEqual({ isTry: true });
  });
});

test("retries: a store, then only what first tries earn", async () => {
  let taken = 0;
  while (await takeRetry(db(), key)) taken += 1;
  expect(taken).toBe(50);
  await passTime(20_000);
  expect(await takeRetry(db(), key)).toBe(true);
  expect(await takeRetry(db(), key)).toBe(false);
});
