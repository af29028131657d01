import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { signOutOf } from "@/lib/auth/end-sessions";
import { createToken } from "@/lib/domain/tokens/create-token";
import { revokeToken } from "@/lib/domain/tokens/revoke-token";
import { db } from "@/lib/platform/database";
import { makeActor } from "@/prisma/factories/people";
import { signInAs } from "@/prisma/testing/session-cookie";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { GET } from "./route";

withTestDatabase();
beforeAll(() => useTestEnv({ CLOUDFLARE_API_TOKEN: "a-token-for-tests", PRACTICE_SIGN_IN: "on" }));
// A stream also asks at each beat whether its reader still may: the beats come when the test says so.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(() => {
  vi.useRealTimers();
});
const beat = () => vi.advanceTimersByTime(15_000);

/** Opens the stream and reads what it says first. */
async function openStream(headers: Record<string, string>) {
  const request = new Request("http://localhost:3000/api/v1/events", {
    headers: { host: "localhost:3000", ...headers },
  });
  const answer = await GET(request, { params: Promise.resolve({}) });
  expect(answer.status).toBe(200);
  const reader = answer.body?.getReader();
  if (reader === undefined) throw new Error("no stream");
  const read = async () => {
    const { value, done } = await reader.read();
    return done ? "the end" : new TextDecoder().decode(value);
  };
  expect(await read()).toContain("event: ready");
  return read;
}

test("a session that is ended by somebody else ends its stream, and no other", async () => {
  const [leaving, staying] = [await signInAs("auditor"), await signInAs("auditor")];
  const left = await openStream({ cookie: leaving.cookie });
  const stays = await openStream({ cookie: staying.cookie });
  beat();
  expect(await left()).toContain("event: beat");
  expect(await stays()).toContain("event: beat");
  // At once: the database tells of it.
  await signOutOf(leaving.sessionId, "test");
  expect(await left()).toBe("the end");
  beat();
  expect(await stays()).toContain("event: beat");
});

test("a person who is disabled is told of nothing more", async () => {
  const { cookie, actor } = await signInAs("support");
  const read = await openStream({ cookie });
  await db().person.update({ where: { id: actor.id }, data: { disabledAt: new Date() } });
  expect(await read()).toBe("the end");
});

test("a token that is revoked ends its stream", async () => {
  const admin = await makeActor("admin");
  const { token, secret } = await createToken(admin, {
    ...{ name: "a dashboard", service: "dashboard", source: "api", expiresInDays: 1 },
    ...{ verbs: ["read"], zones: [], tenants: [], selectorKinds: ["tags"] },
  });
  const read = await openStream({ authorization: `Bearer ${secret}` });
  beat();
  expect(await read()).toContain("event: beat");
  await revokeToken(admin, token.id, "It was found in a log");
  expect(await read()).toBe("the end");
});
