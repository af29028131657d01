import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { Actor } from "@/lib/schemas/actor";
import { mostWatchedInZone } from "@/lib/schemas/watch-limits";
import { watchRequest } from "@/lib/schemas/watches";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { endWatch } from "./end-watch";
import { readWatch } from "./read-watch";
import { startWatch } from "./start-watch";
import { takeWatchRound } from "./take-watch-round";

const database = withTestDatabase();
/** What the edge was asked for, and what it says next. */
let asked: string[] = [];
let says = "MISS";
const server = createServer((request, response) => {
  asked.push(`${request.headers.host ?? ""}${request.url ?? ""}`);
  response.writeHead(200, { "cf-cache-status": says, age: "3", "cf-ray": "0123456789abcdef-FRA" });
  response.end("page");
});

let support: Actor;
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  useTestEnv({ PROBE_PRIVATE_EDGES: address });
  await importDirectory(exampleDirectory(address));
});
beforeEach(async () => {
  asked = [];
  says = "MISS";
  await database().watch.updateMany({ data: { endedAt: new Date() } });
  support = await makeActor("support");
});
afterAll(() => server.close());

const acme = { tenantId: "42", path: "/billing" };
const globex = { tenantId: "77", path: "/billing" };
const wanted = (pages: { tenantId: string; path: string }[], more = {}) =>
  watchRequest.parse({ pages, ...more });
/** Moves a watch back in time, so that its next round is due. */
const pass = (id: string, ms: number) => database().$executeRaw`
  UPDATE watch SET round_at = round_at - ${`${ms} milliseconds`}::interval,
    ends_at = ends_at - ${`${ms} milliseconds`}::interval WHERE id = ${id}::uuid`;

test("nothing is probed until a round is asked for; then each page is, and what was seen adds up", async () => {
  const { id, pages } = await startWatch(support, wanted([acme, globex]));
  expect(asked).toEqual([]);
  expect(pages.map(({ seen, last }) => ({ seen, last }))).toEqual([
    { seen: [], last: null },
    { seen: [], last: null },
  ]);
  await takeWatchRound(support, id);
  expect(asked.toSorted()).toEqual(["acme.example.com/billing", "globex.example.com/billing"]);
  says = "HIT";
  await pass(id, 5_000);
  const watch = await takeWatchRound(support, id);
  expect(watch.pages.map(({ seen }) => seen)).toEqual([
    ["MISS", "HIT"],
    ["MISS", "HIT"],
  ]);
  expect(watch.pages[0]?.last).toMatchObject({ age: 3, colo: "FRA", httpStatus: 200, error: null });
  // The tenant's own page shows what was seen last.
  expect(await database().probe.count({ where: { comparisonId: null } })).toBe(4);
});

test("who asks too early, or twice at once, gets what there is: the edge is not asked again", async () => {
  const { id } = await startWatch(support, wanted([acme]));
  await Promise.all([1, 2, 3].map(() => takeWatchRound(support, id)));
  await takeWatchRound(support, id);
  expect(asked).toHaveLength(1);
});

test("it ends with its time, by its owner, and when the owner starts another; then nothing is probed", async () => {
  const first = await startWatch(support, wanted([acme], { minutes: 1 }));
  const second = await startWatch(support, wanted([globex], { minutes: 1 }));
  expect((await takeWatchRound(support, first.id)).over).toBe("ended");
  await pass(second.id, 60_000);
  expect((await takeWatchRound(support, second.id)).over).toBe("time");
  const third = await startWatch(support, wanted([acme]));
  expect((await endWatch(support, third.id)).over).toBe("ended");
  await endWatch(support, third.id);
  expect((await takeWatchRound(support, third.id)).over).toBe("ended");
  expect(asked).toEqual([]);
  const actions = await database().auditEntry.findMany({ where: { actorId: support.id } });
  expect(actions.map(({ action }) => action).toSorted()).toEqual([
    "watch.end",
    ...Array.from({ length: 3 }, () => "watch.start"),
  ]);
});

test("only pages of the directory, each once", async () => {
  await expect(
    startWatch(
      support,
      wanted([
        acme,
        { tenantId: "42", path: "/elsewhere" },
        { tenantId: "nobody", path: "/billing" },
        acme,
      ]),
    ),
  ).rejects.toMatchObject({
    code: "invalid_input",
    fields: [
      { path: "pages.1.path", message: "acme has no page /elsewhere on record" },
      { path: "pages.2.tenantId" },
      { path: "pages.3", message: "is the same as pages.0" },
    ],
  });
  expect(watchRequest.safeParse({ pages: Array.from({ length: 13 }, () => acme) }).success).toBe(
    false,
  );
  expect(watchRequest.safeParse({ pages: [acme], minutes: 16 }).success).toBe(false);
});

test("a tenant that leaves meanwhile is said to be gone, and the others go on", async () => {
  await database().tenant.update({ where: { id: "77" }, data: { removedAt: null } });
  const { id } = await startWatch(support, wanted([acme, globex]));
  await database().tenant.update({ where: { id: "77" }, data: { removedAt: new Date() } });
  const { pages } = await takeWatchRound(support, id);
  expect(pages.map(({ seen }) => seen)).toEqual([["MISS"], ["ERROR"]]);
  expect(pages[1]?.last?.error).toMatch(/no tenant/);
  await database().tenant.update({ where: { id: "77" }, data: { removedAt: null } });
});

test("others may look at it and take no round; an auditor starts none", async () => {
  const { id } = await startWatch(support, wanted([acme]));
  const engineer = await makeActor("engineer");
  const auditor = await makeActor("auditor");
  expect(await readWatch(auditor, id)).toMatchObject({ mine: false, by: support.name, over: null });
  await expect(takeWatchRound(engineer, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(endWatch(engineer, id)).rejects.toMatchObject({ code: "not_found" });
  for (const tries of [
    () => startWatch(auditor, wanted([acme])),
    () => takeWatchRound(auditor, id),
    () => endWatch(auditor, id),
  ]) {
    await expect(tries()).rejects.toMatchObject({ code: "not_allowed" });
  }
  expect(asked).toEqual([]);
});

test("all together do not look at more of a zone than it bears; one that nobody looks at takes no room", async () => {
  const pages = Array.from({ length: 12 }, (_, at) => `/page-${String(at)}`);
  await database().page.createMany({
    data: pages.map((path, position) => ({
      id: `018f0000-0000-7000-8000-0000000000${String(10 + position)}`,
      tenantId: "42",
      path,
      position: 10 + position,
    })),
  });
  const full = wanted(pages.map((path) => ({ tenantId: "42", path })));
  const people = await Promise.all([1, 2, 3].map(() => makeActor("support")));
  expect(people.length * pages.length).toBe(mostWatchedInZone);
  const running: string[] = [];
  for (const person of people) {
    const { id } = await startWatch(person, full);
    await takeWatchRound(person, id);
    running.push(id);
  }
  const [first] = running;
  await expect(startWatch(support, wanted([acme]))).rejects.toMatchObject({
    code: "too_many_requests",
    retryAfterMs: 15_000,
  });
  expect(await database().watch.count({ where: { personId: support.id } })).toBe(0);
  await pass(first ?? "", 20_000);
  const { id } = await startWatch(support, wanted([acme]));
  expect((await takeWatchRound(support, id)).pages[0]?.seen).toEqual(["MISS"]);
});

test("purges of its tenants meanwhile are told, and no others", async () => {
  const zoneId = "0123456789abcdef0123456789abcdef";
  const { id } = await startWatch(support, wanted([acme]));
  await queuePurges([
    makePurge({ zoneId, tenantId: "42" }),
    makePurge({ zoneId, tenantId: "77", targets: ["tenant:77"] }),
    makePurge({ zoneId, tenantId: "42", requestedAt: new Date(Date.now() - 3_600_000) }),
  ]);
  const { purges } = await readWatch(support, id);
  expect(purges.map(({ tenant, selector }) => [tenant?.slug, selector])).toEqual([
    ["acme", { tags: ["tenant:42"] }],
  ]);
});
