import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { startSender } from "@/lib/domain/sending/start-sender";
import { startPracticeEdge, type PracticeEdge } from "@/lib/local-edge/start-practice-edge";
import type { Actor } from "@/lib/schemas/actor";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { askCanary } from "./ask-canary";
import { beginDueRuns, claimRun, releaseRun, renewLease } from "./claim-run";
import { readCanaries } from "./read-canaries";
import { finishRun, recordResult } from "./record-result";
import { runCanary } from "./run-canary";

const database = withTestDatabase();
const zoneId = "0123456789abcdef0123456789abcdef";
let edge: PracticeEdge;
let engineer: Actor;
let stop: () => Promise<void>;

/** acme is the test tenant, globex its control. */
const canaryOf = (more: object = {}) => ({
  ...{ tenant: "42", control: "77", path: "/billing", objectTags: ["invoice:9181"] },
  edit: `${edge.originUrl}/canary-edits`,
  ...more,
});
const importWith = (canary: object | null) => {
  const file = exampleDirectory(edge.edges[0]?.address);
  return importDirectory({ ...file, zones: file.zones.map((zone) => ({ ...zone, canary })) });
};
const stays = () => false;

/** The environment that names the practice edge and origin, and what else on loopback is reached. */
function usePracticeNames(more: string[]) {
  const named = [...edge.edges.map(({ address }) => address), new URL(edge.originUrl).host];
  useTestEnv({
    CLOUDFLARE_API_TOKEN: "token-for-tests",
    CLOUDFLARE_API_BASE_URL: edge.apiBaseUrl,
    PROBE_PRIVATE_EDGES: [...named, ...more].join(","),
  });
}

beforeAll(async () => {
  const invoice = (id: string) => [
    { id, customer: "A", amountCents: 100, status: "open" as const },
  ];
  const tenants = exampleDirectory().tenants.map(({ id, slug, name, hosts }) => ({
    ...{ id, slug, name },
    hosts: hosts.filter((host) => host.startsWith(slug)),
    invoices: invoice(id === "42" ? "9181" : `${id}00`),
  }));
  edge = await startPracticeEdge(
    {
      zones: [
        { id: zoneId, name: "example.com", accountId: "a".repeat(32), plan: "enterprise", tenants },
      ],
    },
    { ports: { api: 0, edges: [0, 0], origin: 0, control: 0 }, apiToken: "token-for-tests" },
  );
  usePracticeNames([]);
  await importWith(canaryOf());
  engineer = await makeActor("engineer");
  ({ stop } = await startSender());
});
afterAll(async () => {
  await stop();
  await edge.close();
});

const setFaults = (faults: object) =>
  fetch(`${edge.controlUrl}/faults`, { method: "PUT", body: JSON.stringify(faults) });
/** Runs the canary and answers what each row came to. */
const run = async () => {
  await askCanary(engineer, zoneId);
  const held = await claimRun();
  if (held === null) throw new Error("nothing to run");
  await runCanary(held, stays);
  const [canary] = (await readCanaries(engineer)).items;
  if (canary === undefined) throw new Error("no canary");
  return canary;
};
const states = ({ rows }: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(rows.map(({ pattern, state }) => [pattern ?? "failed write", state]));

test("edits, purges, and proves that the test tenant alone was refreshed, with purges and entries on record", async () => {
  const canary = await run();
  expect(states(canary), JSON.stringify(canary.rows)).toEqual({
    "tenant:{id}": "passed",
    "invoice:{id}": "passed",
    "page:{name}": "not_tested",
    "failed write": "passed",
  });
  expect(canary).toMatchObject({ red: false, running: null });
  const purges = await database().purge.findMany({ orderBy: { requestedAt: "asc" } });
  expect(purges.map(({ targets }) => targets)).toEqual([["invoice:9181"], ["tenant:42"]]);
  expect(purges[0]).toMatchObject({
    ...{ source: "job", actorKind: "system", actorName: "canary", tenantId: "42" },
    ...{ status: "accepted", onBehalfOf: engineer.name },
  });
  const proof = canary.rows.find(({ pattern }) => pattern === "tenant:{id}")?.proof;
  expect(proof?.purgeId).toBe(purges[1]?.id);
  expect(proof?.why).toMatch(/acme: HIT.* → MISS.*globex: HIT.* → HIT/);
  const comparison = await database().comparison.findUniqueOrThrow({
    where: { id: proof?.comparisonId ?? "" },
  });
  expect(comparison).toMatchObject({ verdictCode: "isolated", purgeId: purges[1]?.id });
  const entries = await database().auditEntry.findMany({ orderBy: { id: "asc" } });
  const actions = entries.map(({ action }) => action).filter((one) => one !== "directory.import");
  expect(actions.filter((one) => one.startsWith("canary."))).toEqual([
    "canary.start",
    "canary.finish",
  ]);
  expect(actions.filter((one) => one === "purge.request")).toHaveLength(2);
});

test("is red when a tag no longer purges the page, and while a proof is older than it counts", async () => {
  await setFaults({ ignoreTags: ["tenant:42", "invoice:9181"] });
  const canary = await run();
  await setFaults({ ignoreTags: [] });
  expect(states(canary), JSON.stringify(canary.rows)).toMatchObject({
    "tenant:{id}": "failed",
    "invoice:{id}": "failed",
    "failed write": "passed",
  });
  expect(canary.red).toBe(true);
  await database().canaryResult.updateMany({
    where: { pattern: "" },
    data: { at: new Date(Date.now() - 8 * 86_400_000) },
  });
  const [later] = (await readCanaries(engineer)).items;
  expect(later && states(later)).toMatchObject({ "failed write": "old" });
});

test("an application that purges its edit by itself makes no row green whose tag purges nothing", async () => {
  // It passes the order on, and purges the tenant's tag once the write is committed, as an after-commit hook does.
  const purge = () =>
    fetch(`${edge.apiBaseUrl}/zones/${zoneId}/purge_cache`, {
      method: "POST",
      headers: { authorization: "Bearer token-for-tests" },
      body: JSON.stringify({ tags: ["tenant:42"] }),
    });
  const app = createServer((request, response) => {
    void (async () => {
      const order = await text(request);
      const method = "POST";
      const made = await fetch(`${edge.originUrl}/canary-edits`, { method, body: order });
      if (order.includes("commit")) await purge();
      response.writeHead(made.status).end();
    })();
  });
  await new Promise<void>((ready) => app.listen(0, "127.0.0.1", ready));
  const address = `127.0.0.1:${(app.address() as AddressInfo).port}`;
  usePracticeNames([address]);
  await importWith(canaryOf({ edit: `http://${address}/canary` }));
  await setFaults({ ignoreTags: ["invoice:9181"] });
  const canary = await run();
  await setFaults({ ignoreTags: [] });
  usePracticeNames([]);
  await importWith(canaryOf());
  app.closeAllConnections();
  app.close();
  expect(states(canary), JSON.stringify(canary.rows)).toMatchObject({
    "invoice:{id}": "failed",
    "tenant:{id}": "passed",
  });
  const own = canary.rows.find(({ pattern }) => pattern === "tenant:{id}")?.proof?.why;
  expect(own).toContain("The application had purged its edit by itself");
});

test("without an edit that is made nothing is purged, and nothing is said to have been tested", async () => {
  await importWith(canaryOf({ edit: `${edge.originUrl}/nothing-here` }));
  const before = await database().purge.count();
  const { rows } = await run();
  const newest = rows.map((row) => row.newest ?? row.proof);
  expect(newest.map((one) => one?.outcome)).toEqual([
    ...["unclear", "not_tested", "unclear", "unclear"],
  ]);
  expect(newest[0]?.why).toContain("HTTP 404");
  expect(await database().purge.count()).toBe(before);
});

test("the schedule makes one run, however many processes look, and an open one is not doubled", async () => {
  await importWith(canaryOf({ everyHours: 24 }));
  const due = await database().canary.findUniqueOrThrow({ where: { zoneId } });
  expect(due.nextAt?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  await database().canary.updateMany({ data: { nextAt: new Date(Date.now() - 50 * 3_600_000) } });
  await Promise.all([beginDueRuns(), beginDueRuns(), beginDueRuns()]);
  await askCanary(engineer, zoneId);
  const open = await database().canaryRun.findMany({ where: { finishedAt: null } });
  expect(open.map(({ askedBy }) => askedBy)).toEqual([null]);
  const [one, other] = await Promise.all([claimRun(), claimRun()]);
  expect([one, other].filter((held) => held !== null)).toHaveLength(1);
  const held = one ?? other;
  if (held === null) throw new Error("not claimed");
  expect(await renewLease(held)).toBe(true);

  // Its process dies: after the lease another goes on, and the first may write nothing any more.
  expect(await claimRun()).toBeNull();
  await database().canaryRun.updateMany({
    where: { id: held.id },
    data: { leasedUntil: new Date(Date.now() - 1_000) },
  });
  const result = { outcome: "passed" as const, why: "Seen.", purgeId: null, comparisonId: null };
  expect(await recordResult(held, "tenant:{id}", result)).toBe(true);
  const next = await claimRun();
  if (next === null) throw new Error("not taken over");
  expect(next).toMatchObject({ id: held.id, takenCount: 2 });
  expect(await renewLease(held)).toBe(false);
  expect(await recordResult(held, "invoice:{id}", result)).toBe(false);
  await finishRun(held);
  expect(await recordResult(next, "tenant:{id}", result)).toBe(false);

  // One that is asked to end gives it back at once.
  await releaseRun(next);
  const last = await claimRun();
  expect(last).toMatchObject({ id: held.id, takenCount: 2 });
  if (last !== null) await finishRun(last);
  expect(await claimRun()).toBeNull();
});

test("a run that brings the process down each time is given up, and says so", async () => {
  await askCanary(engineer, zoneId);
  await database().canaryRun.updateMany({ where: { finishedAt: null }, data: { takenCount: 3 } });
  const before = await database().purge.count();
  const held = await claimRun();
  if (held === null) throw new Error("nothing to run");
  await runCanary(held, stays);
  const results = await database().canaryResult.findMany({ where: { runId: held.id } });
  expect(results.map(({ why }) => why.startsWith("Given up")).filter(Boolean)).toHaveLength(3);
  expect(await database().purge.count()).toBe(before);
});

test("a set-up that would prove nothing, or reach inside, is refused with its place", async () => {
  const problemOf = async (more: object) => {
    const error: unknown = await importWith(canaryOf(more)).catch((one: unknown) => one);
    return (error as { fields: { path: string; message: string }[] }).fields[0];
  };
  expect(await problemOf({ control: "42" })).toMatchObject({ path: "zones[0].canary.control" });
  expect(await problemOf({ tenant: "nobody" })).toMatchObject({ path: "zones[0].canary.tenant" });
  expect(await problemOf({ tenant: "78" })).toMatchObject({
    message: "is served from app.example.com too",
  });
  expect(await problemOf({ path: "billing" })).toMatchObject({ path: "zones[0].canary.path" });
  for (const edit of [
    "http://127.0.0.1:9/x",
    "http://169.254.169.254/latest",
    "http://metadata.localhost/",
    "http://[::1]/x",
    "http://hooks.example.com/x",
    "https://user:secret@hooks.example.com/x",
  ]) {
    expect(await problemOf({ edit }), edit).toMatchObject({ path: "zones[0].canary.edit" });
  }
  expect(await problemOf({ oldAfterDays: 0 })).toMatchObject({
    path: "zones[0].canary.oldAfterDays",
  });
});

test("support and auditors read and run nothing; a zone without a canary has none to run", async () => {
  for (const role of ["support", "auditor"] as const) {
    const person = await makeActor(role);
    expect((await readCanaries(person)).items).toHaveLength(1);
    await expect(askCanary(person, zoneId)).rejects.toMatchObject({ code: "not_allowed" });
  }
  await importWith(null);
  await expect(askCanary(engineer, zoneId)).rejects.toMatchObject({ code: "not_found" });
  expect(await readCanaries(engineer)).toMatchObject({ items: [], withoutCount: 1 });
  expect(await database().canaryResult.count()).toBeGreaterThan(0);
});
