import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { writeLogTo } from "@/lib/platform/log";
import type { Actor } from "@/lib/schemas/actor";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import {
  acceptance,
  hostileToken,
  type HostileServer,
  refusal,
  say,
  type Script,
  startHostileServer,
} from "@/prisma/testing/hostile-server";
import { withoutGrace } from "@/prisma/testing/pass-time";
import { askForPurge } from "@/prisma/factories/requests";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { startSender } from "./start-sender";

const database = withTestDatabase();
const cookieSecret = "a cookie secret that no log may have";
let support: Actor;
let server: HostileServer;
let answer: Script = say("200 OK", acceptance, "CF-Ray: 8f1c-FRA");
let lines: string[] = [];

beforeAll(async () => {
  server = await startHostileServer((socket, head) => answer(socket, head), {
    settings: { LOG_LEVEL: "debug", NEXTAUTH_SECRET: cookieSecret },
  });
  await importDirectory(exampleDirectory());
  support = await makeActor("support");
  await withoutGrace();
  writeLogTo({ write: (line) => lines.push(line) });
});
afterEach(() => {
  lines = [];
});
afterAll(() => {
  writeLogTo(null);
  server.close();
});

type Line = Record<string, unknown> & { msg: string; purgeIds?: string[] };

/** Each line is one JSON object, and holds no secret. */
function readLog(): Line[] {
  return lines.map((line) => {
    expect(line.trimEnd()).not.toContain("\n");
    for (const secret of [hostileToken, encodeURIComponent(hostileToken), cookieSecret]) {
      expect(line).not.toContain(secret);
    }
    expect(line).not.toMatch(/authorization/i);
    return JSON.parse(line) as Line;
  });
}

async function sendAll(): Promise<void> {
  const sender = await startSender();
  const open = { status: { in: ["queued", "scheduled", "sending"] as const } };
  while ((await database().purge.count({ where: { status: { in: [...open.status.in] } } })) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await sender.stop();
}

function request(key: string) {
  const selector = { tags: ["tenant:42"] };
  const reason = "customer sees the old invoice";
  const purge = {
    tenantId: "42",
    method: "purge",
    selector,
    reason,
    confirmation: "acme",
  } as const;
  return askForPurge(support, purge, `report-call-${key}`);
}

test("from the request of a person to the answer of Cloudflare, by the purge's id", async () => {
  const { id, traceId } = await request("accepted");
  await sendAll();
  const log = readLog();
  expect(log.find(({ msg }) => msg === "purge requested")).toMatchObject({
    purgeId: id,
    traceId,
    requestId: support.requestId,
  });
  const call = await database().purgeCall.findFirstOrThrow();
  const [finished, ...others] = log.filter(({ msg }) => msg === "call finished");
  expect(others).toEqual([]);
  expect(finished).toMatchObject({
    level: 30,
    callId: call.id,
    purgeIds: [id],
    outcome: "accepted",
    httpStatus: 200,
    cfRay: "8f1c-FRA",
    accepted: 1,
    failed: 0,
  });
});

test("a refusal is told in Cloudflare's words, without the token that it repeats", async () => {
  answer = say("403 Forbidden", refusal(10000, `Invalid token Bearer ${hostileToken}`));
  const { id } = await request("refused");
  await sendAll();
  answer = say("200 OK", acceptance);
  const finished = readLog().find(({ msg }) => msg === "call finished");
  expect(finished).toMatchObject({ purgeIds: [id], outcome: "permanent", failed: 1 });
  expect(finished?.["message"]).toContain("Invalid token Bearer [secret]");
});

test("each purge of a call is named, however many there are", async () => {
  const [zone] = exampleDirectory().zones;
  const ids = await queuePurges(
    Array.from({ length: 450 }, () => makePurge({ zoneId: zone?.id ?? "", tenantId: "42" })),
  );
  await sendAll();
  const log = readLog();
  const named = log.flatMap(({ purgeIds = [] }) => purgeIds);
  expect(named.toSorted()).toEqual(ids.toSorted());
  const calls = await database().attempt.findMany({ where: { purgeId: { in: ids } } });
  for (const { purgeId, callId } of calls) {
    expect(log.find(({ purgeIds }) => purgeIds?.includes(purgeId))).toMatchObject({ callId });
  }
});
