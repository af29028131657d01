import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { cancelPurge } from "@/lib/domain/purges/cancel-purge";
import { startSender } from "@/lib/domain/sending/start-sender";
import type { Actor, TokenActor } from "@/lib/schemas/actor";
import { gatewayRequest, importGatewayDirectory, zones } from "@/prisma/factories/gateway";
import { makeActor } from "@/prisma/factories/people";
import { makeService } from "@/prisma/factories/tokens";
import { type CdnServer, startCdnServer } from "@/prisma/testing/cdn-server";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { takePurge } from "./take-purge";

const database = withTestDatabase();
/** Long enough on any machine; no test waits for it to pass. */
const long = 20_000;
let cdn: CdnServer;
let admin: Actor;
let billing: TokenActor;
beforeAll(async () => {
  cdn = await startCdnServer();
  useTestEnv({ CLOUDFLARE_API_TOKEN: "a-token-for-tests", CLOUDFLARE_API_BASE_URL: cdn.url });
  await importGatewayDirectory();
  admin = await makeActor("admin");
  billing = await makeService();
});
afterEach(() => {
  delete cdn.options.answer;
});
afterAll(() => cdn.close());

const take = (waitMs: number, more: Parameters<typeof gatewayRequest>[1] = {}) =>
  takePurge(billing, gatewayRequest({ tags: ["tenant:42"] }, more), waitMs);
const idOf = ({ headers }: { headers: Record<string, string> }) =>
  headers["purge-console-purge-id"] ?? "";

/** With a sender at work. */
async function whileSending<T>(act: () => Promise<T>): Promise<T> {
  const sender = await startSender();
  try {
    return await act();
  } finally {
    await sender.stop();
  }
}

test("accepted by Cloudflare: its envelope, its ray, and the id of the receipt", async () => {
  const answer = await whileSending(() => take(long));
  expect(answer).toMatchObject({
    status: 200,
    envelope: { success: true, errors: [], messages: [], result: { id: zones.main } },
    headers: { "cf-ray": "0-TST" },
  });
  const { status } = await database().purge.findUniqueOrThrow({ where: { id: idOf(answer) } });
  expect(status).toBe("accepted");
});

test("many that wait are all answered", async () => {
  const answers = await whileSending(() =>
    Promise.all(Array.from({ length: 40 }, () => take(long))),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(new Set(answers.map(idOf)).size).toBe(40);
});

test("refused by Cloudflare: its status and its errors", async () => {
  const errors = [{ code: 1095, message: "You do not have access to purge cache for that zone" }];
  const body = { success: false, errors, messages: [], result: null };
  cdn.options.answer = () => ({ status: 403, body });
  const answer = await whileSending(() => take(long));
  expect(answer).toMatchObject({
    status: 403,
    envelope: { success: false, errors, result: null },
    headers: { "cf-ray": "0-TST" },
  });
  expect(answer.envelope.messages[0]?.message).toContain(idOf(answer));
});

test("the same key again answers what became of it, and nothing is sent", async () => {
  const tells = { "idempotency-key": "take-key-0001" };
  const first = await whileSending(() => take(long, { tells }));
  const calls = cdn.calls.length;
  const again = await whileSending(() => take(long, { tells }));
  expect(again).toEqual(first);
  expect(cdn.calls).toHaveLength(calls);
});

test("cancelled in the console while the service waits: 502, and who did it", async () => {
  const waiting = take(long);
  let purge = null;
  while (purge === null) {
    await pause(10);
    purge = await database().purge.findFirst({ where: { status: "queued" } });
  }
  await cancelPurge(admin, purge.id, "It was the wrong tenant");
  const message = "Somebody cancelled it in the console.";
  expect(await waiting).toMatchObject({
    status: 502,
    envelope: { success: false, errors: [{ code: 10502, message }], result: null },
  });
});

test("not answered in time: 202, recorded, and sent all the same", async () => {
  const answer = await take(300);
  const id = idOf(answer);
  expect(answer.status).toBe(202);
  expect(answer.headers).not.toHaveProperty("preference-applied");
  expect(answer.envelope).toMatchObject({ success: true, errors: [], result: { id } });
  expect(answer.envelope.messages[0]?.message).toMatch(/has not answered within 0\.3 s/);
  await whileSending(async () => {
    let status = "queued";
    while (status !== "accepted") {
      await pause(10);
      status = (await database().purge.findUniqueOrThrow({ where: { id } })).status;
    }
  });
});

test("respond-async: 202 at once", async () => {
  const answer = await take(0);
  expect(answer).toMatchObject({
    status: 202,
    envelope: { success: true, result: { id: idOf(answer) } },
    headers: { "preference-applied": "respond-async" },
  });
  expect(answer.envelope.messages[0]?.message).toMatch(/was not waited for/);
});
