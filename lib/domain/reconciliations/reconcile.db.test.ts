import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { type PracticeEdge, startPracticeEdge } from "@/lib/local-edge/start-practice-edge";
import { addMs, now } from "@/lib/platform/clock";
import type { Actor } from "@/lib/schemas/actor";
import type { Reconciliation } from "@/lib/schemas/reconciliations";
import { sendPurge } from "@/lib/edge/cloudflare/send-purge";
import { newId } from "@/lib/platform/ids";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { askReconciliation } from "./ask-reconciliation";
import { beginDailyRun, claimReconciliation } from "./claim-reconciliation";
import { listFindings, listReconciliations } from "./read-reconciliations";
import { runReconciliation } from "./run-reconciliation";

const database = withTestDatabase();
const directory = exampleDirectory();
const zone = directory.zones[0];
let edge: PracticeEdge;
let auditor: Actor;

function settings(auditToken: string | null) {
  useTestEnv({
    CLOUDFLARE_API_TOKEN: edge.apiToken,
    CLOUDFLARE_API_BASE_URL: edge.apiBaseUrl,
    ...(auditToken === null ? {} : { CLOUDFLARE_AUDIT_TOKEN: auditToken }),
  });
}

async function setFaults(faults: unknown) {
  const body = JSON.stringify(faults);
  expect((await fetch(`${edge.controlUrl}/faults`, { method: "PUT", body })).status).toBe(200);
}

/** Sends a purge as the sender does, and keeps its call. */
async function send(tag: string): Promise<void> {
  const zoneId = zone?.id ?? "";
  const startedAt = now();
  const call = {
    zoneId,
    environment: null,
    method: "purge",
    kind: "tags",
    targets: [tag],
  } as const;
  const { outcome, httpStatus, cfRay, code, message } = await sendPurge(
    { ...call, targets: [tag] },
    { totalMs: 5_000 },
  );
  await database().purgeCall.create({
    data: {
      ...{ ...call, targets: [tag], id: newId(startedAt), startedAt, leasedUntil: startedAt },
      ...{ accountId: zone?.accountId ?? "", plan: "enterprise", purgeCount: 1, sender: "test:1" },
      ...{ finishedAt: now(), outcome, httpStatus, cfRay, code, message },
    },
  });
}

const purgePast = (tag: string) =>
  fetch(`${edge.apiBaseUrl}/zones/${zone?.id ?? ""}/purge_cache`, {
    method: "POST",
    headers: { authorization: `Bearer ${edge.apiToken}` },
    body: JSON.stringify({ tags: [tag] }),
  });

async function reconcile(): Promise<{ run: Reconciliation; kinds: [string, string | null][] }> {
  const to = now();
  const { id } = await askReconciliation(auditor, {
    from: addMs(to, -600_000).toISOString(),
    to: to.toISOString(),
  });
  const held = await claimReconciliation();
  expect(held?.id).toBe(id);
  if (held !== null) await runReconciliation(held, () => false);
  const { items } = await listReconciliations(auditor);
  const run = items.find((one) => one.id === id);
  if (run === undefined) throw new Error("it is gone");
  const found = await listFindings(auditor, id, { limit: 50 });
  return { run, kinds: found.items.map(({ kind, what }) => [kind, what]) };
}

beforeAll(async () => {
  edge = await startPracticeEdge(
    { zones: directory.zones.map((one) => ({ ...one, plan: "enterprise" as const, tenants: [] })) },
    { ports: { api: 0, edges: [0, 0], origin: 0, control: 0 } },
  );
  settings(edge.auditToken);
  await importDirectory(directory);
  auditor = await makeActor("auditor");
});
afterEach(async () => {
  await fetch(`${edge.controlUrl}/faults`, { method: "DELETE" });
  settings(edge.auditToken);
});
afterAll(() => edge.close());

test("both sides agree on what the console sent", async () => {
  await send("tenant:42");
  await send("tenant:77");
  const { run, kinds } = await reconcile();
  expect(kinds).toEqual([]);
  expect(run).toMatchObject({
    state: "whole",
    counts: { sent: 2, matched: 2, notSentHere: 0, notInLog: 0 },
  });
  const entry = await database().auditEntry.findFirstOrThrow({
    where: { action: "reconciliation.finish", subjectId: run.id },
  });
  expect(JSON.parse(entry.details)).toMatchObject({ state: "whole", counts: { matched: 2 } });
});

test("a purge past the console is found, and so is one that the log does not have", async () => {
  await purgePast("tenant:1");
  const at = addMs(now(), -300_000);
  const known = await database().purgeCall.findFirstOrThrow();
  await database().purgeCall.create({
    data: {
      ...{ ...known, errors: [], id: newId(at), startedAt: at, finishedAt: at },
      ...{ cfRay: "0000000000000001-FRA", targets: ["tenant:9"] },
    },
  });
  const { run, kinds } = await reconcile();
  expect(kinds).toEqual([
    ["not_sent_here", "tags tenant:1"],
    ["not_in_log", "tags tenant:9"],
  ]);
  expect(run.counts).toMatchObject({ matched: 2, notSentHere: 1, notInLog: 1 });
  const [first] = (await listFindings(auditor, run.id, { limit: 1 })).items;
  expect(first).toMatchObject({
    zone: "example.com",
    actor: "token practice purge token (api_token)",
  });
  await expect(
    database().$executeRawUnsafe(`UPDATE reconciliation SET state = 'whole'`),
  ).rejects.toThrow(/never changed/);
});

test("no token, a refused one and a log that breaks off are told apart, and nothing is concluded", async () => {
  settings(null);
  const without = await reconcile();
  expect(without.run).toMatchObject({ state: "no_token", counts: { notInLog: 0, notSentHere: 0 } });
  expect((await listReconciliations(auditor)).hasToken).toBe(false);
  settings("another-token");
  const refused = await reconcile();
  expect(refused.run.state).toBe("refused");
  expect(refused.run.accounts[0]?.message).toContain("Account Settings Read");
  expect(refused.kinds).toEqual([]);
  settings(edge.auditToken);
  await setFaults({ auditLog: "breaks" });
  const half = await reconcile();
  expect(half.run.state).toBe("half_read");
  expect(half.run.accounts[0]).toMatchObject({ pages: 1, entries: 1 });
  expect(half.run.counts?.notCompared).toBeGreaterThan(0);
});

test("who died over it is replaced, and changes nothing any more", async () => {
  const to = now();
  const period = { from: addMs(to, -600_000).toISOString(), to: to.toISOString() };
  const { id } = await askReconciliation(auditor, period);
  const first = await claimReconciliation();
  await database()
    .$executeRaw`UPDATE reconciliation SET leased_until = now() - interval '1 second' WHERE id = ${id}::uuid`;
  const second = await claimReconciliation();
  expect(second?.id).toBe(id);
  if (first === null || second === null) throw new Error("nothing was taken");
  await runReconciliation(first, () => false);
  expect((await database().reconciliation.findUniqueOrThrow({ where: { id } })).state).toBeNull();
  await runReconciliation(second, () => false);
  const ended = await database().reconciliation.findUniqueOrThrow({ where: { id } });
  expect(ended.state).toBe("whole");
});

test("the period is within what Cloudflare keeps, and only some may ask", async () => {
  const at = (days: number) => addMs(now(), days * 86_400_000).toISOString();
  for (const period of [
    { from: at(-600), to: at(-590) },
    { from: at(-1), to: at(1) },
  ]) {
    await expect(askReconciliation(auditor, period)).rejects.toMatchObject({
      code: "invalid_input",
    });
  }
  for (const role of ["support", "engineer"] as const) {
    const other = await makeActor(role);
    const period = { from: at(-1), to: at(0) };
    await expect(askReconciliation(other, period)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(listReconciliations(other)).rejects.toMatchObject({ code: "not_allowed" });
  }
});

test("each day is compared once, when there is a token", async () => {
  settings(null);
  await beginDailyRun();
  expect(await database().reconciliation.count({ where: { askedBy: null } })).toBe(0);
  settings(edge.auditToken);
  await beginDailyRun();
  await beginDailyRun();
  const [run, ...others] = await database().reconciliation.findMany({ where: { askedBy: null } });
  expect(others).toEqual([]);
  expect(run && run.to.getTime() - run.from.getTime()).toBe(86_400_000);
  expect(run && now().getTime() - run.to.getTime()).toBeGreaterThanOrEqual(6 * 3_600_000);
});
