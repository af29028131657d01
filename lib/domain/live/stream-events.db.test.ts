import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { beginStopping } from "@/lib/platform/stopping";
import type { Caller, TokenActor } from "@/lib/schemas/actor";
import { eventsQuery } from "@/lib/schemas/events";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { streamEvents } from "./stream-events";

const database = withTestDatabase();
const [zone = { id: "" }] = exampleDirectory().zones;
let auditor: Caller;

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  auditor = await makeActor("auditor");
});

const aPurge = (tenantId: string | null = "42") => makePurge({ zoneId: zone.id, tenantId });
const open = (query: Record<string, string>, caller = auditor, lastEventId?: number) =>
  streamEvents(caller, eventsQuery.parse(query), {
    lastEventId,
    stillMay: () => Promise.resolve(true),
  });

/** All that a stream says until it ends, as events; what it says twice, which it may, once. */
async function eventsOf(stream: ReadableStream<Uint8Array>) {
  const text = await new Response(stream).text();
  return [...new Set(text.split("\n\n"))].filter(Boolean).map((block) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
    const data = JSON.parse(field("data")) as { purgeId?: string; tenantIds?: string[] };
    return { event: field("event"), id: Number(field("id")), data };
  });
}
const since = async (after: number, more: Record<string, string> = {}, caller = auditor) =>
  eventsOf(await open({ after: String(after), follow: "false", ...more }, caller));
const newest = async () => (await eventsOf(await open({ follow: "false" })))[0]?.id ?? -1;

test("goes on behind the place that was reached, and says up to where it is", async () => {
  await queuePurges([aPurge()]);
  const place = await newest();
  expect(await since(place)).toMatchObject([{ event: "ready", id: place }]);
  const ids = await queuePurges([aPurge(), aPurge()]);
  const [ready, ...told] = await since(place);
  expect(ready).toMatchObject({ event: "ready", id: place + 2 });
  expect(told.map(({ event, id }) => [event, id])).toEqual([
    ["purge", place + 1],
    ["purge", place + 2],
  ]);
  expect(told.map(({ data }) => data.purgeId).toSorted()).toEqual(ids.toSorted());
});

test("the header of a browser that comes back wins over the address", async () => {
  const place = await newest();
  await queuePurges([aPurge()]);
  const stream = await open({ after: "0", follow: "false" }, auditor, place);
  expect((await eventsOf(stream)).map(({ event }) => event)).toEqual(["ready", "purge"]);
});

test("says reset for a place that is not there, and for one too far back", async () => {
  const place = await newest();
  expect((await since(place + 10)).map(({ event }) => event)).toEqual(["ready", "reset"]);
  await queuePurges(Array.from({ length: 2_001 }, () => aPurge()));
  expect((await since(place)).map(({ event }) => event)).toEqual(["ready", "reset"]);
  expect(await since(place + 1)).toHaveLength(1 + 2_000);
});

test("tells of a tenant alone when asked to, also where a purge concerns several", async () => {
  const place = await newest();
  const several = { ...aPurge(null), requestedAt: new Date() };
  await queuePurges([aPurge("42"), aPurge("77"), several]);
  const { id: purgeId, requestedAt } = several;
  await database().purgeTenant.createMany({
    data: ["42", "77"].map((tenantId) => ({ purgeId, tenantId, requestedAt })),
  });
  const told = (await since(place, { tenant: "77" })).slice(1);
  expect(told).toHaveLength(2);
  expect(told.map(({ data }) => data.tenantIds)).toEqual(
    expect.arrayContaining([["77"], ["42", "77"]]),
  );
});

test("a token is told what its rights reach", async () => {
  const place = await newest();
  await queuePurges([aPurge("42"), aPurge("77"), aPurge(null)]);
  const token = (reach: Partial<TokenActor["reach"]>, verb: "read" | "purge" = "read") =>
    ({
      ...{ kind: "token", id: crypto.randomUUID(), name: "billing", role: null },
      ...{ service: "billing", source: "app", requestId: "test" },
      reach: { verbs: [verb], zoneIds: [], tenantIds: [], selectorKinds: [], ...reach },
    }) satisfies TokenActor;
  const told = async (caller: TokenActor) =>
    (await since(place, {}, caller)).slice(1).map(({ data }) => data.tenantIds);
  expect(await told(token({}))).toHaveLength(3);
  expect(await told(token({ tenantIds: ["77"] }))).toEqual([["77"]]);
  const several = { ...aPurge(null), requestedAt: new Date() };
  const { id: purgeId, requestedAt } = several;
  await database().$transaction(async (tx) => {
    await tx.purge.create({ data: several });
    await tx.purgeTenant.createMany({
      data: ["42", "77"].map((tenantId) => ({ purgeId, tenantId, requestedAt })),
    });
  });
  expect(await told(token({ tenantIds: ["77"] })), "not what concerns another").toEqual([["77"]]);
  expect(await told(token({ tenantIds: ["42", "77"] }))).toEqual(
    expect.arrayContaining([["42"], ["77"], ["42", "77"]]),
  );
  expect(await told(token({ zoneIds: ["0".repeat(32)] }))).toEqual([]);
  await expect(told(token({}, "purge"))).rejects.toMatchObject({ code: "not_allowed" });
});

test("streams end when the console is asked to end, and give their place back", async () => {
  const streams = await Promise.all(Array.from({ length: 50 }, () => open({})));
  await expect(open({})).rejects.toMatchObject({ code: "too_many_requests" });
  beginStopping();
  for (const stream of streams) expect((await eventsOf(stream))[0]?.event).toBe("ready");
  const [again] = await eventsOf(await open({ follow: "false" }));
  expect(again?.event).toBe("ready");
});

test("a reader that does not read is cut off, and nothing is kept for it", async () => {
  const stream = await open({});
  const reader = stream.getReader();
  await reader.read();
  // Each change is about 250 bytes: more than a megabyte waits.
  for (let batch = 0; batch < 6; batch += 1) {
    await queuePurges(Array.from({ length: 1_000 }, () => aPurge()));
  }
  await expect(reader.closed).rejects.toThrow("too slow");
  await expect(reader.read()).rejects.toThrow("too slow");
});
