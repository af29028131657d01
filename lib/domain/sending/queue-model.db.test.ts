import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { cancelPurge } from "@/lib/domain/purges/cancel-purge";
import { retryFailure } from "@/lib/domain/purges/retry-failure";
import type { CallResult } from "@/lib/edge/purge-call";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makeResult } from "@/prisma/factories/calls";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { passTime } from "@/prisma/testing/pass-time";
import { onServer, withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { takeAllowance } from "./allowance";
import { type ClaimedCall, claimCall } from "./claim-call";
import { readDueLanes } from "./due-lanes";
import { followingStates } from "./purge-states";
import { recordAnswer } from "./record-answer";
import { releaseScheduled } from "./release-scheduled";
import { takeOverCalls } from "./take-over";

// Several workers, crashes and clocks in any order, against the real tables. What a worker does is done by the
// sender's functions, so that anything can happen between two steps.

withTestDatabase();
const zoneId = exampleDirectory().zones[0]?.id ?? "";
let engineer: Actor;

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  engineer = await makeActor("engineer");
});
afterAll(() => useTestEnv());

const workers = 3;
/** The tag that Cloudflare refuses. */
const poison = "invoice:poison";

/** What the outer world has seen. */
interface World {
  held: (ClaimedCall | null)[];
  /** Each call that reached Cloudflare and was carried out, in order. */
  carriedOut: { callId: string; lane: string; targets: Set<string> }[];
  cancelled: Set<string>;
  /** What came of each call that has ended. */
  ended: Map<string, string | null>;
}

type Answer = "accepted" | "fault" | "limited" | "lost";
const answers: Record<Answer, CallResult> = {
  accepted: makeResult({}),
  fault: makeResult({ outcome: "transient", code: "500", message: "A fault." }),
  limited: makeResult({ outcome: "transient", limited: true, code: "429", message: "Limited." }),
  lost: makeResult({
    outcome: "unknown",
    httpStatus: null,
    code: "timeout",
    message: "No answer.",
  }),
};
const refusal = makeResult({
  outcome: "permanent",
  blame: "item",
  code: "400",
  message: "Refused.",
});

async function claim(world: World, worker: number): Promise<void> {
  if (world.held[worker] != null) return;
  for (const lane of await readDueLanes()) {
    const taken = await takeAllowance(db(), lane.allowance, 1, lane.forPerson);
    if (taken === null) continue;
    world.held[worker] = (await claimCall(lane, taken.isTry, ""))?.call ?? null;
    return;
  }
}

/** The call reaches Cloudflare; its answer reaches the worker, or does not. */
async function send(world: World, worker: number, answer: Answer): Promise<void> {
  const call = world.held[worker];
  if (call == null) return;
  world.held[worker] = null;
  const refused = call.targets.includes(poison) && answer === "accepted";
  const said = refused ? refusal : answers[answer];
  if (said.outcome === "accepted" || said.outcome === "unknown") {
    const { lane } = call.lane;
    world.carriedOut.push({ callId: call.id, lane, targets: new Set(call.targets) });
  }
  await recordAnswer(call, said, 1);
}

type Step =
  | { do: "request"; tags: number[]; byPerson: boolean; graceMs: number }
  | { do: "claim" | "crash"; worker: number }
  | { do: "send"; worker: number; answer: Answer }
  | { do: "pass"; ms: number }
  | { do: "takeOver" | "release" }
  | { do: "cancel" | "retry"; pick: number };

async function pick(where: object, at: number): Promise<string | undefined> {
  const rows = await db().purge.findMany({ where, select: { id: true }, orderBy: { id: "asc" } });
  return rows[at % Math.max(1, rows.length)]?.id;
}

async function run(world: World, step: Step): Promise<void> {
  switch (step.do) {
    case "request": {
      const requestedAt = new Date();
      const purge = makePurge({
        zoneId,
        tenantId: "42",
        requestedAt,
        targets: step.tags.map((tag) => (tag === 0 ? poison : `invoice:${tag}`)),
        priority: step.byPerson ? 0 : 1,
        status: step.graceMs > 0 ? "scheduled" : "queued",
        notBefore: new Date(requestedAt.getTime() + step.graceMs),
      });
      await queuePurges([purge]);
      return;
    }
    case "claim":
      return claim(world, step.worker);
    case "crash":
      world.held[step.worker] = null;
      return;
    case "send":
      return send(world, step.worker, step.answer);
    case "pass":
      return passTime(step.ms);
    case "takeOver":
      await takeOverCalls();
      return;
    case "release":
      await releaseScheduled();
      return;
    case "cancel": {
      const id = await pick({ status: { in: ["queued", "scheduled"] } }, step.pick);
      if (id === undefined) return;
      const { attemptCount } = await db().purge.findUniqueOrThrow({ where: { id } });
      const cancelling = cancelPurge(engineer, id, null);
      if (attemptCount > 0) return expect(cancelling).rejects.toMatchObject({ code: "conflict" });
      await cancelling;
      world.cancelled.add(id);
      return;
    }
    case "retry": {
      const id = await pick({ status: "failed" }, step.pick);
      if (id !== undefined) await retryFailure(engineer, id, "try it again");
    }
  }
}

const worker = fc.nat(workers - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("request" as const),
      tags: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 3 }),
      byPerson: fc.boolean(),
      graceMs: fc.constantFrom(0, 0, 5_000),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("claim" as const), worker }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      worker,
      answer: fc.constantFrom<Answer>("accepted", "accepted", "fault", "limited", "lost"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), worker }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("pass" as const),
      ms: fc.constantFrom(500, 6_000, 20_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("takeOver" as const, "release" as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom("cancel" as const, "retry" as const),
      pick: fc.nat(20),
    }),
  },
);

/** What must hold after every step. */
async function checkAlways(world: World): Promise<void> {
  const purges = await db().purge.findMany();
  const history = await db().purgeTransition.findMany({ orderBy: { id: "asc" } });
  for (const purge of purges) {
    const changes = history.filter(({ purgeId }) => purgeId === purge.id);
    expect(changes.at(-1)?.to).toBe(purge.status);
    changes.forEach(({ from, to }, at) => {
      const before = changes[at - 1]?.to ?? null;
      expect(from).toBe(before);
      if (before !== null) expect(followingStates[before]).toContain(to);
    });
  }
  // A purge that is being sent is in exactly one call that is open, and that call names all of its targets.
  const open = await db().purgeCall.findMany({ where: { finishedAt: null } });
  for (const purge of purges.filter(({ status }) => status === "sending")) {
    const call = open.find(({ id }) => id === purge.callId);
    expect(call?.targets).toEqual(expect.arrayContaining(purge.targets));
  }
  // What came of a call is written once.
  const ended = await db().purgeCall.findMany({ where: { NOT: { finishedAt: null } } });
  for (const { id, outcome } of ended) {
    if (world.ended.has(id)) expect(outcome).toBe(world.ended.get(id));
    world.ended.set(id, outcome);
  }
  const attempts = await db().attempt.count();
  expect(attempts).toBe(purges.reduce((sum, { attemptCount }) => sum + attemptCount, 0));
}

/** Lets everything come to its end: Cloudflare works, time passes, one worker is enough. */
async function finish(world: World): Promise<void> {
  world.held.fill(null);
  for (let turn = 0; turn < 400; turn += 1) {
    const waiting = await db().purge.count({
      where: { status: { in: ["scheduled", "queued", "sending"] } },
    });
    if (waiting === 0) return;
    await passTime(20_000);
    await takeOverCalls();
    await releaseScheduled();
    await claim(world, 0);
    await send(world, 0, "accepted");
  }
  throw new Error("the queue did not come to its end");
}

async function checkAtTheEnd(world: World): Promise<void> {
  const purges = await db().purge.findMany({ include: { attempts: { include: { call: true } } } });
  for (const purge of purges) {
    const { status, targets } = purge;
    if (world.cancelled.has(purge.id)) {
      expect(status).toBe("cancelled");
      expect(purge.attempts).toEqual([]);
      continue;
    }
    expect(status).toBe(targets.includes(poison) && status !== "accepted" ? "failed" : "accepted");
    if (status === "failed") continue;
    // Followed by an accepted call that covers it and started after it was requested.
    const covering = purge.attempts.filter(
      ({ call }) =>
        call.outcome === "accepted" && targets.every((target) => call.targets.includes(target)),
    );
    expect(covering).toHaveLength(1);
    const seen = world.carriedOut.find(({ callId }) => callId === covering[0]?.callId);
    expect(targets.every((target) => seen?.targets.has(target))).toBe(true);
    const accepts = { subjectId: purge.id, action: "purge.accept" };
    expect(await db().auditEntry.count({ where: accepts })).toBe(1);
  }
  // Nothing was named to Cloudflare that only a cancelled purge had asked for.
  for (const { callId, targets } of world.carriedOut) {
    const carried = await db().attempt.findMany({ where: { callId }, include: { purge: true } });
    const asked = new Set(carried.flatMap(({ purge }) => purge.targets));
    expect([...targets].every((target) => asked.has(target))).toBe(true);
  }
}

async function emptyTheQueue(): Promise<void> {
  await db().$executeRaw`ALTER TABLE purge_transition DISABLE TRIGGER purge_transition_append_only`;
  await db().$executeRaw`TRUNCATE purge_transition, purge_call, purge CASCADE`;
  await db().$executeRaw`ALTER TABLE purge_transition ENABLE TRIGGER purge_transition_append_only`;
  await db().$executeRaw`DELETE FROM allowance`;
}

test("any order of requests, workers, crashes, answers and clocks leaves every purge accounted for", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      await emptyTheQueue();
      const world: World = {
        held: Array.from({ length: workers }, () => null),
        carriedOut: [],
        cancelled: new Set(),
        ended: new Map(),
      };
      for (const one of steps) {
        await run(world, one);
        await checkAlways(world);
      }
      await finish(world);
      await checkAlways(world);
      await checkAtTheEnd(world);
    }),
    { numRuns: onServer ? 25 : 6 },
  );
}, 300_000);
