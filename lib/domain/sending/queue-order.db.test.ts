import * as fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { CallResult } from "@/lib/edge/purge-call";
import { db } from "@/lib/platform/database";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeResult } from "@/prisma/factories/calls";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { onServer, withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { takeAllowance } from "./allowance";
import { type ClaimedCall, claimCall } from "./claim-call";
import { readDueLanes } from "./due-lanes";
import { readSending } from "./read-sending";
import { recordAnswer } from "./record-answer";

withTestDatabase();
const zoneId = exampleDirectory().zones[0]?.id ?? "";

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
});
beforeEach(async () => {
  await db().$executeRaw`
    UPDATE purge SET status = 'cancelled' WHERE status IN ('queued', 'scheduled')`;
});

/** A sender that makes one call after the other: the targets of each, until nothing is left or `most` is reached. */
async function sendCalls(
  most = Infinity,
  say: (call: ClaimedCall) => CallResult = () => makeResult(),
): Promise<ClaimedCall[]> {
  const calls: ClaimedCall[] = [];
  const last = new Map<string, string>();
  while (calls.length < most) {
    const [lane] = await readDueLanes();
    if (lane === undefined) return calls;
    const claimed = await claimCall(lane, false, last.get(lane.lane) ?? "");
    if (claimed === null) return calls;
    last.set(lane.lane, claimed.last);
    calls.push(claimed.call);
    await recordAnswer(claimed.call, say(claimed.call), 1);
  }
  return calls;
}

const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

describe("travelling together", () => {
  test("equal tags travel once, up to the limit of a request, and each purge has its own outcome", async () => {
    const ids = await queuePurges(
      many(1_000, (at) => makePurge({ zoneId, targets: [`invoice:${at % 250}`] })),
    );
    const calls = await sendCalls();
    expect(calls.map(({ targets }) => targets.length)).toEqual([100, 100, 50]);
    expect(calls.reduce((sum, { purges }) => sum + purges.length, 0)).toBe(1_000);
    const done = await db().purge.count({ where: { id: { in: ids }, status: "accepted" } });
    expect(done).toBe(1_000);
    expect(await db().attempt.count({ where: { purgeId: { in: ids } } })).toBe(1_000);
  });

  test("one tenant's many tags fill each call to its limit", async () => {
    await queuePurges(
      many(2_000, (at) =>
        makePurge({ zoneId, tenantId: "42", targets: [`invoice:${(at * 7919) % 500}`] }),
      ),
    );
    expect((await sendCalls()).length).toBe(5);
  });

  test.each([
    ["another method", { method: "invalidate" as const }],
    ["another kind", { selectorKind: "hosts" as const, targets: ["acme.example.com"] }],
    ["another environment", { environment: "staging" }],
  ])("never with %s", async (_, over) => {
    await queuePurges([makePurge({ zoneId }), makePurge({ zoneId, ...over })]);
    const calls = await sendCalls();
    expect(calls.map(({ purges }) => purges.length)).toEqual([1, 1]);
  });

  test("everything is one call without targets", async () => {
    await queuePurges(
      many(3, () => makePurge({ zoneId, selectorKind: "everything", targets: [] })),
    );
    const calls = await sendCalls();
    expect(calls).toMatchObject([{ targets: [] }]);
    expect(calls[0]?.purges).toHaveLength(3);
  });

  test("a purge with more targets than a request may name goes alone", async () => {
    await queuePurges([makePurge({ zoneId, targets: many(130, (at) => `invoice:${at}`) })]);
    expect((await sendCalls()).map(({ targets }) => targets.length)).toEqual([130]);
  });

  test("whatever is asked for: every purge is covered by one call, no call is too large, none names more", async () => {
    const purges = fc.array(
      fc.record({
        tenantId: fc.constantFrom("42", "77", "78", null),
        tags: fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 40 }),
        priority: fc.constantFrom(0, 1, 1, 1),
      }),
      { minLength: 1, maxLength: 80 },
    );
    await fc.assert(
      fc.asyncProperty(purges, async (asked) => {
        const made = asked.map(({ tenantId, tags, priority }) =>
          makePurge({ zoneId, tenantId, priority, targets: tags.map((tag) => `invoice:${tag}`) }),
        );
        await queuePurges(made);
        const calls = await sendCalls();
        const carried = calls.flatMap((call) => call.purges.map(({ id }) => ({ id, call })));
        expect(carried.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
        for (const { targets, purges: inCall } of calls) {
          expect(targets.length).toBeLessThanOrEqual(100);
          const wanted = new Set(inCall.flatMap((purge) => purge.targets));
          expect(new Set(targets)).toEqual(wanted);
        }
      }),
      { numRuns: onServer ? 25 : 5 },
    );
  }, 120_000);
});

describe("who goes first", () => {
  test("a person's purge goes before the jobs', and jobs ride along for nothing", async () => {
    await queuePurges([
      ...many(150, (at) => makePurge({ zoneId, tenantId: "77", targets: [`invoice:${at}`] })),
      makePurge({ zoneId, tenantId: "42", priority: 0, targets: ["invoice:mine"] }),
    ]);
    const [first] = await sendCalls(1);
    expect(first?.targets).toContain("invoice:mine");
    expect(first?.targets).toHaveLength(100);
  });

  test("a tenant's 10,000 do not hold up another's one", async () => {
    const old = new Date(Date.now() - 60_000);
    await queuePurges([
      ...many(onServer ? 10_000 : 1_000, (at) =>
        makePurge({ zoneId, tenantId: "77", requestedAt: old, targets: [`invoice:${at}`] }),
      ),
      makePurge({ zoneId, tenantId: "42", targets: ["invoice:single"] }),
    ]);
    const calls = await sendCalls(2);
    expect(calls.flatMap(({ targets }) => targets)).toContain("invoice:single");
  }, 120_000);

  test("tenants take turns, and none is passed over", async () => {
    await queuePurges(
      many(900, (at) =>
        makePurge({ zoneId, fairKey: `tenant-${at % 300}`, targets: [`invoice:${at}`] }),
      ),
    );
    const calls = await sendCalls(3);
    const served = calls.flatMap(({ targets }) =>
      targets.map((tag) => Number(tag.split(":")[1]) % 300),
    );
    expect(new Set(served).size).toBe(300);
  });

  test("within a tenant the oldest goes first", async () => {
    const at = (age: number) => new Date(Date.now() - age * 1_000);
    await queuePurges(
      many(250, (age) =>
        makePurge({ zoneId, tenantId: "42", requestedAt: at(age), targets: [`invoice:${age}`] }),
      ),
    );
    const [first] = await sendCalls(1);
    expect(first?.targets).toContain("invoice:249");
    expect(first?.targets).not.toContain("invoice:0");
  });
});

describe("a poisoned purge", () => {
  const refused = makeResult({
    outcome: "permanent",
    blame: "item",
    httpStatus: 400,
    code: "400 / 1",
    message: "Cloudflare refused the request.",
  });
  const say = (bad: string[]) => (call: ClaimedCall) =>
    call.targets.some((target) => bad.includes(target)) ? refused : makeResult();

  test.each([1, 2])("of %i among 100 only these fail, found in few calls", async (count) => {
    const ids = await queuePurges(
      many(100, (at) => makePurge({ zoneId, targets: [`invoice:${at}`] })),
    );
    const bad = many(count, (at) => `invoice:${at * 60 + 7}`);
    const calls = await sendCalls(200, say(bad));
    const failed = await db().purge.findMany({ where: { id: { in: ids }, status: "failed" } });
    expect(failed.map(({ targets }) => targets[0]).sort()).toEqual(bad.sort());
    expect(await db().purge.count({ where: { id: { in: ids }, status: "accepted" } })).toBe(
      100 - count,
    );
    expect(calls.length).toBeLessThanOrEqual(1 + 14 * count);
  });

  test("purges that name the same fail together; what is asked for meanwhile is not held up", async () => {
    await queuePurges(many(5, () => makePurge({ zoneId, targets: ["invoice:bad"] })));
    await queuePurges([makePurge({ zoneId, targets: ["invoice:good"] })]);
    await sendCalls(1, say(["invoice:bad"]));
    const [late] = await queuePurges([makePurge({ zoneId, targets: ["invoice:later"] })]);
    await sendCalls(20, say(["invoice:bad"]));
    const one = await db().purge.findUniqueOrThrow({ where: { id: late ?? "" } });
    expect(one).toMatchObject({ status: "accepted", attemptCount: 1 });
    const bad = await db().purge.findMany({ where: { targets: { has: "invoice:bad" } } });
    expect(bad.map(({ status }) => status)).toEqual(many(5, () => "failed"));
  });

  test("what is the account's fault splits nothing: all fail at once with the reason", async () => {
    const ids = await queuePurges(
      many(10, (at) => makePurge({ zoneId, targets: [`invoice:${at}`] })),
    );
    const calls = await sendCalls(20, () => ({ ...refused, blame: "account" }));
    expect(calls).toHaveLength(1);
    expect(await db().purge.count({ where: { id: { in: ids }, status: "failed" } })).toBe(10);
  });
});

test("files cost a token a URL, and what a call does not need comes back", async () => {
  await queuePurges(
    many(3, (at) =>
      makePurge({ zoneId, selectorKind: "files", targets: [`https://acme.example.com/${at}`] }),
    ),
  );
  const [lane] = await readDueLanes();
  if (lane === undefined) throw new Error("no lane");
  expect(lane).toMatchObject({ mostTargets: 500, tokens: 500, allowance: { kind: "files" } });
  const tokens = async () =>
    (await readSending()).find(({ kind }) => kind === "files")?.tokens ?? 0;
  const before = await tokens();
  expect(await takeAllowance(db(), lane.allowance, lane.tokens, false)).not.toBeNull();
  expect((await claimCall(lane, false, ""))?.call.targets).toHaveLength(3);
  const after = await tokens();
  expect(after).toBeLessThanOrEqual(before);
  expect(after).toBeGreaterThanOrEqual(before - 3);
});
