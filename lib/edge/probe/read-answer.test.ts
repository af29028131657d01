import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { useTestEnv } from "@/prisma/testing/test-env";
import { type ProbeLimits, probeLimits } from "./probe-limits";
import type { ProbeRequest } from "./probe-request";
import { sendProbe } from "./send-probe";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function open(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  useTestEnv({
    PROBE_PRIVATE_EDGES: address,
    PROBE_SECRET_ACME: "example.com:a-long-secret",
    PROBE_SECRET_OTHER: "example.org:another-secret",
  });
  return address;
}

/** Probes a server that answers so. */
async function probe(
  listener: RequestListener,
  request: Partial<ProbeRequest> = {},
  limits: ProbeLimits = probeLimits,
) {
  const server = createServer(listener);
  closing.push(() => server.closeAllConnections());
  const edge = { scheme: "http", address: await open(server) } as const;
  return sendProbe({ host: "acme.example.com", path: "/billing", edge, ...request }, limits);
}

test("all that decides about caching is kept, and nothing else", async () => {
  const answer = await probe((_, response) => {
    response.writeHead(200, {
      "content-type": "text/html",
      "cache-control": "public, s-maxage=60",
      etag: '"v1"',
      "last-modified": "Sun, 29 Nov 2026 10:00:00 GMT",
      date: "Sun, 29 Nov 2026 12:00:00 GMT",
      vary: "Accept-Encoding",
      "cache-tag": "tenant:42,page:billing",
      "set-cookie": ["session=very-secret"],
      "x-other": "not kept",
    });
    response.end('<!doctype html><html class="a" lang="de-CH"><p>Hallo');
  });
  expect(answer).toMatchObject({
    httpVersion: "1.1",
    cacheControl: "public, s-maxage=60",
    etag: '"v1"',
    lastModified: "Sun, 29 Nov 2026 10:00:00 GMT",
    edgeDate: new Date("2026-11-29T12:00:00Z"),
    vary: "Accept-Encoding",
    cacheTag: "tenant:42,page:billing",
    setsCookie: true,
    language: "de-ch",
    tlsMs: null,
    redirectTo: null,
    jsonLeaves: null,
  });
  const { dnsMs, connectMs, ttfbMs, totalMs } = answer;
  expect([dnsMs, connectMs].every((ms) => ms !== null && ms >= 0)).toBe(true);
  expect(totalMs).toBeGreaterThanOrEqual(ttfbMs ?? Infinity);
  expect(JSON.stringify(answer)).not.toMatch(/very-secret|not kept/);
});

test("where a redirect points is made whole", async () => {
  const answer = await probe((_, response) => response.writeHead(301, { location: "/new" }).end());
  expect(answer.redirectTo).toBe("http://acme.example.com/new");
});

test("what always changes does not change the fingerprint; what else changes does", async () => {
  const page = (nonce: string, text: string): RequestListener => {
    return (_, response) => {
      response.end(`<script nonce="${nonce}">a</script><p>${text}</p><i nonce="${nonce}"></i>`);
    };
  };
  const leaveOut = [{ begin: 'nonce="', end: '"' }];
  const first = await probe(page("abc", "old"), { leaveOut });
  const same = await probe(page("defgh", "old"), { leaveOut });
  const changed = await probe(page("abc", "new"), { leaveOut });
  expect(same.fingerprint).toBe(first.fingerprint);
  expect(changed.fingerprint).not.toBe(first.fingerprint);
  const strict = await probe(page("abc", "old"));
  expect((await probe(page("defgh", "old"))).fingerprint).not.toBe(strict.fingerprint);
});

test("JSON: pointers are left out, also of every item; values are kept in text", async () => {
  const json = (at: number, amount: number): RequestListener => {
    return (_, response) => {
      response.setHeader("content-type", "application/json; charset=utf-8");
      response.end(
        JSON.stringify({ at, "a/b": { "~": 1 }, items: [{ seen: at, amount }, { seen: 1 }] }),
      );
    };
  };
  const leaveOut = [{ pointer: "/at" }, { pointer: "/items/*/seen" }];
  const first = await probe(json(1, 10), { leaveOut });
  expect((await probe(json(2, 10), { leaveOut })).fingerprint).toBe(first.fingerprint);
  expect((await probe(json(1, 20), { leaveOut })).fingerprint).not.toBe(first.fingerprint);
  expect(first.jsonLeaves).toEqual({
    values: { "/a~1b/~0": "1", "/items/0/amount": "10", "/items/1": "{}" },
    more: 0,
  });
});

test("JSON that is none, or is nested without end, or very large, is still fingerprinted", async () => {
  const send = (body: string): RequestListener => {
    return (_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(body);
    };
  };
  const leaveOut = [{ pointer: "/a" }];
  expect(await probe(send("{"), { leaveOut })).toMatchObject({ jsonLeaves: null, error: null });
  const deep = await probe(send("[".repeat(200_000) + "]".repeat(200_000)), { leaveOut });
  expect(deep).toMatchObject({ error: null, bytes: 400_000 });
  const many = await probe(send(JSON.stringify(Array.from({ length: 2000 }, (_, at) => at))));
  expect(Object.keys(many.jsonLeaves?.values ?? {})).toHaveLength(500);
  expect(many.jsonLeaves?.more).toBe(1500);
  const hostile = await probe(send('{"__proto__":{"x":1},"a\\u0000\\ud800":"\\u0000"}'));
  expect(hostile.jsonLeaves?.values).toEqual({
    "/__proto__/x": "1",
    "/a\\u0000\\ud800": '"\\u0000"',
  });
});

test.each([
  ["gzip", gzipSync],
  ["br", brotliCompressSync],
])("%s is unpacked for the fingerprint, and a bomb of it is let go", async (encoding, pack) => {
  const send = (body: Buffer): RequestListener => {
    return (_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(pack(body));
  };
  const packed = await probe(send(Buffer.from("hello")), {
    headers: { "accept-encoding": encoding },
  });
  expect(packed).toMatchObject({
    contentEncoding: encoding,
    bytes: 5,
    fingerprint: "2cf24dba5fb0a30e",
  });
  const bomb = await probe(send(Buffer.alloc(8 * 1024 * 1024)));
  expect(bomb.error).toBe("The answer is larger than 512 kB.");
});

test("what only says that it is packed is told so, and what breaks off as well", async () => {
  const lie = await probe((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end("not packed");
  });
  expect(lie).toMatchObject({ httpStatus: null, error: "The answer cannot be unpacked." });
  const cut = await probe((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  });
  expect(cut.error).toBe("The answer broke off.");
});

test("headers without end, an answer that never comes and one that trickles: no answer", async () => {
  const quick = { ...probeLimits, firstByteMs: 100, totalMs: 300 };
  const silent = await probe(() => undefined, {}, quick);
  const trickling = await probe(
    (_, response) => {
      const timer = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(timer));
    },
    {},
    quick,
  );
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.write(`HTTP/1.1 200 OK\r\nx-long: ${"a".repeat(200_000)}\r\n\r\n`);
  });
  const edge = { scheme: "http", address: await open(server) } as const;
  const long = await sendProbe({ host: "acme.example.com", path: "/", edge }, quick);
  for (const answer of [silent, trickling, long]) {
    expect(answer).toMatchObject({ httpStatus: null, error: "The edge did not answer." });
  }
});

test("a variant's headers are sent; the probe header's secret only where it is meant to go", async () => {
  const seen: (string | undefined)[] = [];
  const listener: RequestListener = ({ headers }, response) => {
    seen.push([headers["x-probe"], headers["accept-language"]].join());
    response.end();
  };
  const header = (secret: string) => ({ probeHeader: { name: "X-Probe", secret } });
  await probe(listener, { ...header("ACME"), headers: { "accept-language": "de" } });
  await probe(listener, header("OTHER"));
  await probe(listener, header("NOBODY"));
  await probe(listener, { ...header("ACME"), host: "acme.example.com.evil.test" });
  await probe(listener, { ...header("ACME"), host: "notexample.com" });
  expect(seen).toEqual(["a-long-secret,de", ",", ",", ",", ","]);
});

test("whose a page says it is, each once", async () => {
  const answer = await probe(
    (_, response) =>
      response.end('<p data-of="acme"><p data-of="globex"><p data-of="acme"><p data-of="'),
    { marker: { begin: 'data-of="', end: '"' } },
  );
  expect(answer.markers).toEqual(["acme", "globex"]);
});
