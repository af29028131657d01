import { once } from "node:events";
import type { Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import {
  acceptance,
  hostileToken as token,
  type HostileServer,
  listenOnLoopback,
  portOf,
  refusal,
  say,
  type Script,
  startHostileServer,
  useCloudflareAt,
} from "@/prisma/testing/hostile-server";
import type { PurgeCall } from "../purge-call";
import { sendPurge } from "./send-purge";

const call: PurgeCall = {
  zoneId: "0".repeat(32),
  environment: null,
  method: "purge",
  kind: "tags",
  targets: ["tenant:42"],
};
/** Longer than anything here takes, much shorter than what the product waits. */
const totalMs = 700;
const mayBe = /It may have carried the purge out\.$/;
const nothingSent = /Nothing was sent\.$/;

let server: HostileServer | undefined;
async function useServer(play: Script, scheme?: string): Promise<HostileServer> {
  server = await startHostileServer(play, scheme === undefined ? {} : { scheme });
  return server;
}
afterEach(() => {
  server?.close();
});

test("accepted: with the request that Cloudflare's own client would send", async () => {
  await useServer(say("200 OK", acceptance, "CF-Ray: 8f1c-FRA"));
  expect(await sendPurge(call, { totalMs })).toMatchObject({
    outcome: "accepted",
    httpStatus: 200,
    cfRay: "8f1c-FRA",
    code: "200",
  });
  const [request = ""] = server?.requests ?? [];
  expect(request).toMatch(/^POST \/client\/v4\/zones\/0{32}\/purge_cache HTTP\/1\.1\r\n/);
  expect(request.toLowerCase()).toContain(`authorization: bearer ${token}`.toLowerCase());
  expect(request.toLowerCase()).toContain("content-type: application/json");
  expect(request).toMatch(/\r\n\r\n\{"tags":\["tenant:42"\]\}$/);
});

test("no other credentials are taken from the environment", async () => {
  await useServer(say("200 OK", acceptance));
  vi.stubEnv("CLOUDFLARE_API_KEY", "other-key");
  vi.stubEnv("CLOUDFLARE_EMAIL", "other@example.com");
  vi.stubEnv("CLOUDFLARE_API_USER_SERVICE_KEY", "other-service");
  await sendPurge(call, { totalMs });
  vi.unstubAllEnvs();
  expect(server?.requests[0]).not.toContain("other");
});

test.each<[string, RegExp, string, PurgeCall]>([
  [
    "invalidate",
    /\/zones\/0{32}\/invalidate_cache /,
    '{"tags":["a"]}',
    { ...call, method: "invalidate", targets: ["a"] },
  ],
  [
    "an environment",
    /\/zones\/0{32}\/environments\/e1\/purge_cache /,
    '{"hosts":["h"]}',
    { ...call, environment: "e1", kind: "hosts", targets: ["h"] },
  ],
  [
    "an environment, invalidate",
    /\/environments\/e1\/invalidate_cache /,
    '{"prefixes":["h/a/"]}',
    { ...call, environment: "e1", method: "invalidate", kind: "prefixes", targets: ["h/a/"] },
  ],
  [
    "everything",
    /\/purge_cache /,
    '{"purge_everything":true}',
    { ...call, kind: "everything", targets: [] },
  ],
  [
    "files, with cache-key headers",
    /\/purge_cache /,
    '{"files":["https://h/a",{"url":"https://h/b","headers":{"CF-Device-Type":"mobile"}}]}',
    {
      ...call,
      kind: "files",
      targets: ["https://h/a", '{"url":"https://h/b","headers":{"CF-Device-Type":"mobile"}}'],
    },
  ],
])("%s is sent where it belongs", async (_, path, body, sent) => {
  await useServer(say("200 OK", acceptance));
  expect((await sendPurge(sent, { totalMs })).outcome).toBe("accepted");
  expect(server?.requests[0]?.split("\r\n")[0]).toMatch(path);
  expect(server?.requests[0]?.split("\r\n\r\n")[1]).toBe(body);
});

test("connection refused, or no such host: nothing was sent", async () => {
  const closed = await listenOnLoopback(() => undefined);
  const refusing = `http://127.0.0.1:${portOf(closed)}`;
  closed.close();
  await once(closed, "close");
  for (const address of [refusing, "http://nowhere.invalid"]) {
    useCloudflareAt(address);
    const result = await sendPurge(call, { totalMs: 5_000 });
    expect(result).toMatchObject({ outcome: "transient", code: "no connection", httpStatus: null });
    expect(result.message).toMatch(nothingSent);
  }
});

test("a TLS handshake that never ends, or is none: nothing was sent", async () => {
  await useServer(() => undefined, "https");
  const silent = await sendPurge(call, { totalMs });
  expect(silent).toMatchObject({ outcome: "transient", code: "no connection" });
  const plain = await listenOnLoopback((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  useCloudflareAt(`https://127.0.0.1:${portOf(plain)}`);
  const answer = await sendPurge(call, { totalMs });
  expect(answer).toMatchObject({ outcome: "transient", code: "no connection" });
  plain.close();
});

test("Retry-After given twice: the longer one counts", async () => {
  await useServer(say("429 X", "", "Retry-After: 2", "Retry-After: 7"));
  expect(await sendPurge(call, { totalMs })).toMatchObject({ limited: true, retryAfterMs: 7_000 });
});

test("a token that the server repeats is never passed on", async () => {
  const said = `Invalid token ${token} or ${encodeURIComponent(token)} (Bearer ${token})`;
  await useServer(say("403 X", refusal(10000, said), `CF-Ray: ${token}`));
  const result = await sendPurge(call, { totalMs });
  expect(result.message).toContain("Invalid token [secret] or [secret] (Bearer [secret])");
  expect(JSON.stringify(result)).not.toContain(token);
  expect(JSON.stringify(result)).not.toContain(encodeURIComponent(token));
});

test("a stop ends the wait at once, and says nothing of the account", async () => {
  const stop = new AbortController();
  await useServer(() => setTimeout(() => stop.abort(), 50));
  const startedAt = performance.now();
  const waiting = await sendPurge(call, { totalMs: 5_000, stop: stop.signal });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(waiting).toMatchObject({ outcome: "unknown", code: "shut down", stopped: true });
  expect(waiting.message).toMatch(mayBe);
  const late = await sendPurge(call, { totalMs: 5_000, stop: stop.signal });
  expect(late).toMatchObject({ outcome: "transient", code: "no connection", stopped: true });
  expect(late.message).toMatch(nothingSent);
});

test("one connection serves call after call; a stale one is not used", async () => {
  await useServer((socket) =>
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${acceptance.length}\r\n\r\n${acceptance}`),
  );
  for (let count = 0; count < 5; count += 1) {
    expect((await sendPurge(call, { totalMs })).outcome).toBe("accepted");
  }
  expect(server?.sockets).toHaveLength(1);
  server?.sockets[0]?.end();
  await once(server?.sockets[0] as Socket, "close");
  expect((await sendPurge(call, { totalMs })).outcome).toBe("accepted");
  expect(server?.sockets).toHaveLength(2);
});
