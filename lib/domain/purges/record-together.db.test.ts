import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ClaimedCall, leaseSeconds } from "@/lib/domain/sending/claim-call";
import { useSender } from "@/lib/domain/sending/offer-call";
import { recordAnswer } from "@/lib/domain/sending/record-answer";
import { takeOverCalls } from "@/lib/domain/sending/take-over";
import type { TokenActor } from "@/lib/schemas/actor";
import { makeResult } from "@/prisma/factories/calls";
import { importGatewayDirectory, zones } from "@/prisma/factories/gateway";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { makeService } from "@/prisma/factories/tokens";
import { passTime } from "@/prisma/testing/pass-time";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import type { AllowedPurge } from "./allowed-purge";
import { recordPurge } from "./record-purge";
import { noProofAsked } from "./want-proof";

const database = withTestDatabase();
let billing: TokenActor;
let calls: ClaimedCall[];
/** How many more calls the sender makes. */
let places: number;
let number = 0;

beforeAll(async () => {
  useTestEnv();
  await importGatewayDirectory();
  billing = await makeService();
  await database().$executeRaw`
    INSERT INTO allowance (account_id, plan, kind, tokens, refilled_at, retry_tokens, retry_refilled_at)
    SELECT account_id, plan, kind, 0, clock_timestamp(), 1, clock_timestamp()
    FROM (SELECT DISTINCT account_id, plan FROM zone) z
    CROSS JOIN unnest(enum_range(NULL::"AllowanceKind")) k (kind)`;
});
beforeEach(async () => {
  calls = [];
  places = 10;
  useSender({
    keepPlace: () => {
      if (places === 0) return null;
      places -= 1;
      return () => (places += 1);
    },
    launch: (call) => calls.push(call),
  });
  await database().$executeRaw`
    UPDATE allowance SET tokens = 'Infinity', retry_tokens = 1, paused_until = NULL, open_until = NULL,
      failures_in_row = 0`;
});
afterEach(() => useSender(null));

/** A purge of one tag that nothing else names. */
function allowed(over: Partial<AllowedPurge> = {}): AllowedPurge {
  number += 1;
  return {
    ...{
      zone: { id: zones.main, name: "example.com" },
      environment: null,
      tenants: [{ id: "42", slug: "acme" }],
    },
    ...{ method: "purge", selectorKind: "tags", targets: [`invoice:${number}`], tier: "object" },
    ...{ source: "app", onBehalfOf: null, reason: null, ticket: "", traceId: null },
    ...{ idempotencyKey: null, requestDigest: null, confirmed: null, proof: noProofAsked },
    ...over,
  };
}
const record = (over: Partial<AllowedPurge> = {}) => recordPurge(billing, allowed(over));

async function readBack(id: string) {
  const purge = await database().purge.findUniqueOrThrow({
    where: { id },
    include: { attempts: { include: { call: true } }, tenants: true },
  });
  const changes = await database().purgeTransition.findMany({
    where: { purgeId: id },
    orderBy: { id: "asc" },
  });
  const entries = await database().auditEntry.findMany({ where: { subjectId: id } });
  return { ...purge, changes, entries };
}

/** In a lane of its own, so that what others left waiting is not in its way. */
const ownLane = () => ({ environment: `environment-${number}` });

describe("what comes alone", () => {
  test("is claimed as it is recorded: purge, entry, call and attempt are there before it is sent", async () => {
    const id = await record(ownLane());
    const [call] = calls;
    expect(call?.purges).toEqual([
      { id, tenantId: "42", targets: call?.targets, attemptCount: 1, failureCount: 0 },
    ]);
    const purge = await readBack(id);
    expect(purge).toMatchObject({ status: "sending", callId: call?.id, attemptCount: 1 });
    expect(purge.attempts).toMatchObject([{ number: 1, callId: call?.id }]);
    expect(purge.attempts[0]?.call).toMatchObject({ finishedAt: null, purgeCount: 1 });
    expect(purge.attempts[0]?.call.targets).toEqual(purge.targets);
    expect(purge.attempts[0]?.call.startedAt).toEqual(purge.requestedAt);
    expect(purge.changes).toMatchObject([
      { from: null, to: "queued", cause: "Requested by billing." },
      { from: "queued", to: "sending", cause: expect.stringContaining("taken along") as string },
    ]);
    expect(purge.entries).toMatchObject([{ action: "purge.request", tenantId: "42" }]);
  });

  test("costs a token, and earns a part of a retry", async () => {
    await database()
      .$executeRaw`UPDATE allowance SET tokens = 400, refilled_at = clock_timestamp() + interval '1 hour'`;
    await record(ownLane());
    const [call] = calls;
    if (call === undefined) throw new Error("not sent");
    const { accountId, plan, kind } = call.lane.allowance;
    const left = await database().$queryRaw<{ tokens: number; retry_tokens: number }[]>`
      SELECT tokens, retry_tokens FROM allowance
      WHERE account_id = ${accountId} AND plan = ${plan}::"Plan" AND kind = ${kind}::"AllowanceKind"`;
    expect(left[0]?.tokens).toBe(399);
    expect(left[0]?.retry_tokens).toBeCloseTo(1.15);
    await database().$executeRaw`UPDATE allowance SET refilled_at = clock_timestamp()`;
  });

  test("is accepted as any other: once, with its entry", async () => {
    const id = await record(ownLane());
    const [call] = calls;
    if (call === undefined) throw new Error("not sent");
    const accepted = makeResult();
    expect(await recordAnswer(call, accepted, 1)).toEqual({ accepted: 1, failed: 0, waiting: 0 });
    expect(await recordAnswer(call, accepted, 1)).toBeNull();
    const purge = await readBack(id);
    expect(purge.status).toBe("accepted");
    expect(purge.changes.map(({ to }) => to)).toEqual(["queued", "sending", "accepted"]);
    const entry = purge.entries.find(({ action }) => action === "purge.accept");
    expect(entry).toMatchObject({
      ...{ actorKind: "system", actorName: "console", tenantId: "42", subjectKind: "purge" },
      summary: `Cloudflare accepted ${purge.targets.join(", ")}`,
    });
    const { httpStatus, cfRay, errors } = accepted;
    expect(JSON.parse(entry?.details ?? "")).toEqual({
      ...{ attempt: 1, callId: call.id, httpStatus, cfRay, errors },
    });
  });

  test("of everything is accepted by the name of its zone", async () => {
    const id = await record({ ...ownLane(), selectorKind: "everything", targets: [] });
    const call = calls.find(({ purges }) => purges.some((one) => one.id === id));
    if (call === undefined) throw new Error("not sent");
    await recordAnswer(call, makeResult(), 1);
    const { name } = await database().zone.findUniqueOrThrow({
      where: { id: call.lane.zoneId },
    });
    const accepted = (await readBack(id)).entries.find(({ action }) => action === "purge.accept");
    expect(accepted?.summary).toBe(`Cloudflare accepted everything of the zone ${name}`);
  });

  test("is taken over when the process dies before it has sent it", async () => {
    const id = await record(ownLane());
    const [dead] = calls;
    await passTime(leaseSeconds * 1_000 + 1);
    expect(await takeOverCalls()).toBeGreaterThanOrEqual(1);
    expect((await readBack(id)).status).toBe("queued");
    if (dead === undefined) throw new Error("not sent");
    expect(await recordAnswer(dead, makeResult(), 1)).toBeNull();
    expect((await readBack(id)).status).toBe("queued");
  });
});

describe("goes to the queue", () => {
  const update = (set: string) => database().$executeRawUnsafe(`UPDATE allowance SET ${set}`);
  test.each([
    [
      "when nobody is there to send it",
      () => {
        useSender(null);
        return Promise.resolve();
      },
    ],
    [
      "when the sender has as many calls under way as it makes",
      () => {
        places = 0;
        return Promise.resolve();
      },
    ],
    [
      "when only people's part of the allowance is left",
      () => update("tokens = 20, refilled_at = clock_timestamp() + interval '1 hour'"),
    ],
    [
      "while the account is paused",
      () => update("paused_until = clock_timestamp() + interval '1 hour'"),
    ],
    [
      "while the breaker is open",
      () => update("open_until = clock_timestamp() + interval '1 hour'"),
    ],
    [
      "while the breaker is to be tried",
      () => update("open_until = clock_timestamp() - interval '1 hour'"),
    ],
  ])("%s", async (_, hinder) => {
    const lane = ownLane();
    await hinder();
    const id = await record(lane);
    await update("refilled_at = clock_timestamp()");
    expect(calls).toEqual([]);
    const purge = await readBack(id);
    expect(purge).toMatchObject({ status: "queued", callId: null, attemptCount: 0, attempts: [] });
    expect(purge.changes).toMatchObject([{ from: null, to: "queued" }]);
    expect(purge.entries).toHaveLength(1);
  });

  test("behind what waits in its lane", async () => {
    await queuePurges([makePurge({ zoneId: zones.main, targets: ["invoice:0"] })]);
    const id = await record();
    expect(calls).toEqual([]);
    expect((await readBack(id)).status).toBe("queued");
  });
});

describe("what comes faster than it is recorded", () => {
  test("is recorded together and travels together, each with its own entry", async () => {
    const lane = { method: "invalidate" as const };
    const all = Array.from({ length: 5 }, (_, at) =>
      record({
        ...lane,
        tenants:
          at === 2
            ? [
                { id: "42", slug: "acme" },
                { id: "77", slug: "globex" },
              ]
            : [],
      }),
    );
    const ids = await Promise.all(all);
    expect(calls.map(({ purges }) => purges.length)).toEqual([1, 4]);
    expect(calls.flatMap(({ purges }) => purges.map(({ id }) => id))).toEqual(ids);
    const purges = await Promise.all(ids.map(readBack));
    for (const { status, entries, attempts } of purges) {
      expect({ status, entries: entries.length, attempts: attempts.length }).toEqual({
        ...{ status: "sending", entries: 1, attempts: 1 },
      });
    }
    expect(purges[2]?.tenants.map(({ tenantId }) => tenantId).sort()).toEqual(["42", "77"]);
    expect(purges[2]?.tenantId).toBeNull();
  });

  test("one that the database refuses takes no other along", async () => {
    const lane = { zone: { id: zones.other, name: "other.example" }, tenants: [] };
    const key = { ...lane, idempotencyKey: "together-0001", requestDigest: "d" };
    const recorded = await Promise.allSettled([
      record(lane),
      record(key),
      record(lane),
      record(key),
    ]);
    expect(recorded.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(await database().purge.count({ where: { zoneId: zones.other } })).toBe(3);
  });
});

test("of a tenant whose services' purges are proven it waits for its page to be recorded, one at a time", async () => {
  await database().tenant.update({ where: { id: "77" }, data: { proveServices: true } });
  const lane = { ...ownLane(), tenants: [{ id: "77", slug: "globex" }] };
  const first = await readBack(await record(lane));
  expect(first).toMatchObject({ status: "scheduled", callId: null });
  const proof = await database().proof.findUniqueOrThrow({ where: { purgeId: first.id } });
  expect(proof).toMatchObject({ state: "before", nextAt: first.requestedAt });
  expect(calls).toEqual([]);
  expect((await readBack(await record(lane))).status).toBe("sending");
});
