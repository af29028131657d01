import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { readConnection } from "@/lib/domain/overview/read-connection";
import { type PracticeEdge, startPracticeEdge } from "@/lib/local-edge/start-practice-edge";
import type { Actor } from "@/lib/schemas/actor";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeResult } from "@/prisma/factories/calls";
import { makeActor } from "@/prisma/factories/people";
import { askForPurge } from "@/prisma/factories/requests";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { readPurgeDetail } from "@/lib/domain/purges/read-purge";
import { noteRequest } from "@/lib/platform/request-under-way";
import { passTime, withoutGrace } from "@/prisma/testing/pass-time";
import { type ClaimedCall, claimCall, leaseSeconds } from "./claim-call";
import { readDueLanes } from "./due-lanes";
import { recordAnswer } from "./record-answer";
import { startSender } from "./start-sender";
import { takeOverCalls } from "./take-over";

const database = withTestDatabase();
let edge: PracticeEdge;
let support: Actor;
const directory = exampleDirectory();

const settings = (token: string) => ({
  CLOUDFLARE_API_TOKEN: token,
  CLOUDFLARE_API_BASE_URL: edge.apiBaseUrl,
});

beforeAll(async () => {
  const [zone] = directory.zones;
  if (zone === undefined) throw new Error("no zone");
  edge = await startPracticeEdge(
    { zones: [{ ...zone, plan: "enterprise", tenants: [] }] },
    { ports: { api: 0, edges: [0, 0], origin: 0, control: 0 } },
  );
  useTestEnv(settings(edge.apiToken));
  await importDirectory(directory);
  support = await makeActor("support");
  await withoutGrace();
});
afterEach(async () => {
  await fetch(`${edge.controlUrl}/faults`, { method: "DELETE" });
  useTestEnv(settings(edge.apiToken));
});
afterAll(() => edge.close());

let keys = 0;
function request() {
  keys += 1;
  return askForPurge(
    support,
    {
      tenantId: "42",
      method: keys % 2 === 0 ? "invalidate" : "purge",
      selector: { tags: ["tenant:42"] },
      reason: "customer sees the old invoice",
      confirmation: "acme",
    },
    `sender-key-${String(keys)}`,
  );
}

async function setFault(fault: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${edge.controlUrl}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ apiStatus: fault }),
  });
  expect(answer.status).toBe(200);
}

/** Sends until the purge is final, letting the waits between attempts pass. */
async function sendUntilFinal(id: string) {
  const sender = await startSender();
  try {
    for (;;) {
      const purge = await readPurgeDetail(id);
      if (purge.finishedAt !== null) return purge;
      if (purge.attempts.at(-1)?.finishedAt) await passTime(1_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await sender.stop();
  }
}

/** The next call that the queue would make, taken as a sender takes it. */
async function claimNext(): Promise<ClaimedCall | null> {
  const [lane] = await readDueLanes();
  return lane === undefined ? null : ((await claimCall(lane, false, ""))?.call ?? null);
}

const accepted = makeResult();

async function callsAtCloudflare(): Promise<{ method: string; carriedOut: boolean }[]> {
  return (await (await fetch(`${edge.controlUrl}/purges`)).json()) as never;
}

test("a purge is sent once, and its acceptance is recorded with an audit entry", async () => {
  const before = (await callsAtCloudflare()).length;
  const purge = await sendUntilFinal((await request()).id);
  expect(purge.status).toBe("accepted");
  expect(purge.attempts).toMatchObject([{ number: 1, outcome: "accepted", httpStatus: 200 }]);
  expect(purge.attempts[0]?.cfRay).toMatch(/^[0-9a-f]{16}-[A-Z]{3}$/);
  expect((await callsAtCloudflare()).length).toBe(before + 1);
  const entries = await database().auditEntry.findMany({ where: { subjectId: purge.id } });
  expect(entries.map(({ action }) => action).sort()).toEqual(["purge.accept", "purge.request"]);
});

test("a sender that was started inside a request gives its entries nobody's address", async () => {
  noteRequest({ address: "192.0.2.7" });
  useTestEnv(settings("some-other-token"));
  const { id } = await request();
  expect((await sendUntilFinal(id)).status).toBe("failed");
  const entries = await database().auditEntry.findMany({ where: { subjectId: id } });
  expect(entries.map(({ action, address }) => [action, address]).sort()).toEqual([
    ["purge.fail", null],
    ["purge.request", "192.0.2.7"],
  ]);
});

test.each([
  ["429 with Retry-After", { mode: "error", status: 429, retryAfter: 2, count: 2 }, "transient"],
  ["429 without Retry-After", { mode: "error", status: 429, count: 1 }, "transient"],
  ["503", { mode: "error", status: 503, count: 1 }, "transient"],
  ["HTML instead of JSON", { mode: "html", status: 502, count: 1 }, "transient"],
  ["a dropped connection", { mode: "drop", count: 1 }, "unknown"],
  [
    "a dropped connection after it was carried out",
    { mode: "drop", carryOut: true, count: 1 },
    "unknown",
  ],
])("%s is tried again and accepted", async (_, fault, outcome) => {
  await setFault(fault);
  const purge = await sendUntilFinal((await request()).id);
  expect(purge.status).toBe("accepted");
  const outcomes = purge.attempts.map((attempt) => attempt.outcome);
  expect(outcomes).toEqual([...Array.from({ length: fault.count }, () => outcome), "accepted"]);
});

test("Retry-After pauses the account, and the purge keeps its place", async () => {
  await setFault({ mode: "error", status: 429, retryAfter: 7, count: 1 });
  const { id } = await request();
  const sender = await startSender();
  while ((await readPurgeDetail(id)).attempts[0]?.finishedAt == null) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await sender.stop();
  const purge = await readPurgeDetail(id);
  expect(purge).toMatchObject({ status: "queued", line: { holdUp: "pause" } });
  const waits = Date.parse(purge.line?.expectedAt ?? "") - Date.parse(purge.requestedAt);
  expect(waits).toBeGreaterThanOrEqual(6_900);
  expect(waits).toBeLessThan(9_000);
  const [lane] = await readDueLanes();
  expect(lane?.waitMs).toBeGreaterThan(5_000);
  await sendUntilFinal(id);
});

test("what stays failed is given up after six attempts, visibly", async () => {
  await setFault({ mode: "error", status: 500, count: null });
  const purge = await sendUntilFinal((await request()).id);
  expect(purge).toMatchObject({ status: "failed", attemptCount: 6 });
  expect(purge.result?.message).toMatch(/Given up after 6 failures/);
});

test("a 200 with success: false is no acceptance", async () => {
  await setFault({ mode: "success_false", status: 500, count: 1 });
  const purge = await sendUntilFinal((await request()).id);
  expect(purge.attempts[0]?.outcome).not.toBe("accepted");
});

test("a refused token fails at once with that reason, and the connection says so", async () => {
  useTestEnv(settings("some-other-token"));
  const purge = await sendUntilFinal((await request()).id);
  expect(purge).toMatchObject({ status: "failed", attemptCount: 1 });
  expect(purge.result?.message).toMatch(/refused the console's API token/);
  expect(purge.result?.message).not.toContain("some-other-token");
  expect(await readConnection()).toMatchObject({ state: "refused" });
});

test("without a token nothing is sent and nothing pretends to", async () => {
  useTestEnv({ CLOUDFLARE_API_BASE_URL: edge.apiBaseUrl });
  const before = (await callsAtCloudflare()).length;
  const purge = await sendUntilFinal((await request()).id);
  expect(purge.status).toBe("failed");
  expect(purge.result?.message).toMatch(/no CLOUDFLARE_API_TOKEN/);
  expect((await callsAtCloudflare()).length).toBe(before);
  expect(await readConnection()).toMatchObject({ state: "no_token" });
});

test("what a dead process had taken is taken over, marked as perhaps sent twice; the dead one's word is void", async () => {
  const { id } = await request();
  const dead = await claimNext();
  expect(dead?.purges.map((purge) => purge.id)).toEqual([id]);
  expect(await claimNext()).toBeNull();
  expect(await takeOverCalls()).toBe(0);
  await passTime(leaseSeconds * 1_000 + 1);
  expect(await takeOverCalls()).toBe(1);
  const living = await claimNext();
  if (dead === null || living === null) throw new Error("nothing claimed");
  expect(await recordAnswer(dead, accepted, 1)).toBeNull();
  expect(await recordAnswer(living, accepted, 1)).toEqual({ accepted: 1, failed: 0, waiting: 0 });
  expect(await recordAnswer(living, accepted, 1)).toBeNull();
  const purge = await readPurgeDetail(id);
  expect(purge.attempts.map(({ outcome }) => outcome)).toEqual(["unknown", "accepted"]);
  expect(purge.history.map(({ to }) => to)).toEqual([
    "queued",
    "sending",
    "queued",
    "sending",
    "accepted",
  ]);
  expect(
    await database().auditEntry.count({ where: { subjectId: id, action: "purge.accept" } }),
  ).toBe(1);
});

test("two processes never take the same purge", async () => {
  await Promise.all(Array.from({ length: 12 }, () => request()));
  const taken = await Promise.all(Array.from({ length: 6 }, () => claimNext()));
  const claimed = taken.flatMap((call) => call?.purges.map(({ id }) => id) ?? []);
  expect(new Set(claimed).size).toBe(claimed.length);
  expect(claimed.length).toBeGreaterThanOrEqual(6);
});
