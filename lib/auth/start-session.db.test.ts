import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { addMs, now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { signOutOf } from "./end-sessions";
import { ensurePracticePeople, findPracticePerson } from "./practice-people";
import { readActor } from "./read-actor";
import { sessionIdleMs, sessionLifetimeMs } from "./session-limits";
import { startSession } from "./start-session";

const database = withTestDatabase();
let personId = "";
beforeAll(async () => {
  useTestEnv();
  await ensurePracticePeople();
  personId = (await findPracticePerson("support@example.com"))?.id ?? "";
});
const actions = async () =>
  (await database().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
const begin = (replaces: string | null = null) =>
  startSession({ personId, requestId: "r", authenticatedAt: now(), userAgent: "UA", replaces });
const cookieOf = (sid: string) => encode({ token: { sid }, secret: env().nextAuthSecret });
const read = async (sid: string, isUse = false) =>
  readActor(await cookieOf(sid), { requestId: "r", isUse });
const row = (id: string) => database().session.findUniqueOrThrow({ where: { id } });

/** So much time goes by for a session. */
async function age(id: string, ms: number) {
  const { createdAt, lastUsedAt, expiresAt } = await row(id);
  await database().session.update({
    where: { id },
    data: {
      createdAt: addMs(createdAt, -ms),
      lastUsedAt: addMs(lastUsedAt, -ms),
      expiresAt: addMs(expiresAt, -ms),
    },
  });
}

test("practice people are made once, and signing in and out is on record", async () => {
  await ensurePracticePeople();
  expect(await database().person.count()).toBe(4);
  expect(await findPracticePerson("nobody@example.com")).toBeNull();
  const session = await begin();
  await signOutOf(session, "r");
  await signOutOf(session, "r");
  expect(await actions()).toEqual(["people.create", "session.sign_in", "session.sign_out"]);
});

test("a sign-in has an id of its own and ends the session that the browser had", async () => {
  const first = await begin();
  expect(await read(first)).toMatchObject({ id: personId, role: "support", sessionId: first });
  const second = await begin(first);
  expect(second).not.toBe(first);
  expect(await read(first)).toBeNull();
  expect(await read(second)).not.toBeNull();
});

test("a session ends when nobody does anything, however much its screens ask", async () => {
  const id = await begin();
  for (let minutes = 0; minutes < 29; minutes += 1) {
    await age(id, 60_000);
    expect(await read(id)).not.toBeNull();
  }
  await age(id, sessionIdleMs - 29 * 60_000 + 1);
  expect(await read(id)).toBeNull();
  expect(await read(id, true)).toBeNull();
});

test("whoever does something stays, and no longer than a sign-in lasts", async () => {
  const id = await begin();
  const steps = sessionLifetimeMs / (20 * 60_000);
  for (let step = 1; step < steps; step += 1) {
    await age(id, 20 * 60_000);
    expect(await read(id, true), `after ${step * 20} minutes`).not.toBeNull();
  }
  await age(id, 20 * 60_000 + 1);
  expect(await read(id, true)).toBeNull();
});

test("that somebody is there is not written down with each request", async () => {
  const id = await begin();
  await age(id, 30_000);
  const before = (await row(id)).lastUsedAt;
  await read(id, true);
  expect((await row(id)).lastUsedAt).toEqual(before);
  await age(id, 60_000);
  await read(id, true);
  expect((await row(id)).lastUsedAt.getTime()).toBeGreaterThan(before.getTime());
});

test("role, disabling and the settings count on the next request", async () => {
  const id = await begin();
  const change = (data: object) => database().person.update({ where: { id: personId }, data });
  await change({ role: "auditor" });
  expect(await read(id)).toMatchObject({ role: "auditor" });
  await change({ role: null });
  expect(await read(id)).toBeNull();
  await change({ role: "support", disabledAt: now() });
  expect(await read(id)).toBeNull();
  await change({ disabledAt: null });
  expect(await read(id)).not.toBeNull();
  env().practiceSignIn = false;
  expect(await read(id)).toBeNull();
  env().practiceSignIn = true;
});

test("what is no session of ours is nobody's", async () => {
  const forged = await encode({ token: { sid: await begin() }, secret: "another secret, as long" });
  for (const cookie of [undefined, "", "nonsense", forged])
    expect(await readActor(cookie, { requestId: "r", isUse: true })).toBeNull();
});
