import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import {
  acceptance,
  type HostileServer,
  refusal,
  say,
  type Script,
  startHostileServer,
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

let server: HostileServer | undefined;
async function useServer(play: Script): Promise<HostileServer> {
  server = await startHostileServer(play);
  return server;
}
afterEach(() => {
  server?.close();
});

/** Writes and leaves the connection open. */
const write =
  (text: string): Script =>
  (socket) => {
    socket.write(text);
  };
const end =
  (text: string): Script =>
  (socket) => {
    socket.end(text);
  };
/** Writes a start, then a piece now and then, for ever. */
const trickle =
  (start: string, piece: string): Script =>
  (socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(piece), 50);
    socket.on("close", () => clearInterval(timer));
  };
const reset =
  (start: string): Script =>
  (socket) => {
    socket.write(start, () => setTimeout(() => socket.resetAndDestroy(), 20));
  };

const endless = `HTTP/1.1 200 OK\r\nX-Long: ${"x".repeat(100_000)}\r\n\r\n`;
const sixty = "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n";
const notChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
const upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n";
const late = /HTTP 200, but the rest of the answer did not come in time/;
const broke = /HTTP 200, but the connection broke/;
const fault = /had a fault \(HTTP 503; the rest/;

// Each way of not answering, or not wholly: the code, what people are told.
test.each<[string, string, RegExp, Script]>([
  ["accepts and never answers", "timeout", mayBe, () => undefined],
  ["half of the headers, then nothing", "timeout", mayBe, write("HTTP/1.1 200 OK\r\nContent-Le")],
  ["headers that trickle", "timeout", mayBe, trickle("HTTP/1.1 200 OK\r\n", "X-A: b\r\n")],
  ["100 Continue for ever", "timeout", mayBe, trickle("", "HTTP/1.1 100 Continue\r\n\r\n")],
  ["101 Switching Protocols", "no answer", mayBe, write(upgrade)],
  ["closed before the headers", "no answer", mayBe, end("")],
  ["reset before the headers", "no answer", mayBe, (socket) => socket.resetAndDestroy()],
  ["not HTTP", "no answer", mayBe, end("SSH-2.0-OpenSSH_9.6\r\n")],
  ["headers without end", "no answer", mayBe, end(endless)],
  ["headers, then never a body", "200", late, write(sixty)],
  ["a body that trickles", "200", late, trickle(sixty, "x")],
  ["reset within the body", "200", broke, reset(`${sixty}{`)],
  ["a body shorter than it said", "200", broke, end(`${sixty}{"success":true}`)],
  ["a chunk that is none", "200", broke, end(notChunked)],
  ["503, then never a body", "503", fault, write(sixty.replace("200 OK", "503 X"))],
])("no answer, or not the whole: %s", async (_, code, message, play) => {
  await useServer(play);
  const startedAt = performance.now();
  const result = await sendPurge(call, { totalMs });
  expect(performance.now() - startedAt).toBeLessThan(totalMs + 500);
  const outcome = code === "503" ? "transient" : "unknown";
  expect(result).toMatchObject({ outcome, code, limited: false, blame: "account" });
  expect(result.message).toMatch(message);
  expect(server?.requests).toHaveLength(1);
});

const hundred = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
const whole = `HTTP/1.1 200 OK\r\nContent-Length: ${acceptance.length}\r\n\r\n${acceptance}`;
const nested = "[".repeat(30_000) + "]".repeat(30_000);
const bytes = Buffer.from([0xff, 0xfe, 0x7b, 0x7d]);
const elsewhere = "Location: http://127.0.0.1:1/";

// Each whole answer, as odd as it may be.
test.each<[string, string, Script]>([
  ["accepted", "after 100 and 103", end(hundred + whole)],
  ["accepted", "as another type", say("200 OK", acceptance, "Content-Type: text/html")],
  ["accepted", "no type, no length", end(`HTTP/1.1 200 OK\r\n\r\n${acceptance}`)],
  ["accepted", "a byte order mark", say("200 OK", `\ufeff${acceptance}`)],
  ["accepted", "a null result", say("200 OK", '{"success":true,"result":null}')],
  ["accepted", "gzip", say("200 OK", gzipSync(acceptance), "Content-Encoding: gzip")],
  ["accepted", "a second answer unasked", end(`${whole}HTTP/1.1 500 X\r\n\r\n`)],
  ["unknown", "an empty body", say("200 OK")],
  ["unknown", "204", say("204 No Content")],
  ["unknown", "HTML", say("200 OK", "<html>Welcome</html>", "Content-Type: text/html")],
  ["unknown", "invalid JSON", say("200 OK", acceptance.slice(0, -3))],
  ["unknown", "an array", say("200 OK", `[${acceptance}]`)],
  ["unknown", "deeply nested JSON", say("200 OK", nested)],
  ["unknown", "deeply nested errors", say("200 OK", `{"success":false,"errors":${nested}}`)],
  ["unknown", "not UTF-8", say("200 OK", bytes)],
  ["unknown", "broken gzip", say("200 OK", "not gzip", "Content-Encoding: gzip")],
  ["unknown", "an unknown encoding", say("200 OK", acceptance, "Content-Encoding: zstd-42")],
  ["unknown", "success: false", say("200 OK", '{"success":false,"errors":[],"result":null}')],
  ["permanent 200 / 1100", "success: false", say("200 OK", refusal(1100, "too long"))],
  ["limited 200 / 1134", "success: false", say("200 OK", refusal(1134, "rate limit reached"))],
  ["permanent 301", "redirect", say("301 Moved", "", elsewhere)],
  ["permanent 307", "redirect", say("307 Temporary Redirect", "", elsewhere)],
  ["permanent 304", "no body", end("HTTP/1.1 304 Not Modified\r\n\r\n")],
  ["permanent 400 / 1100", "", say("400 Bad Request", refusal(1100, "too long"))],
  ["permanent 401 / 10000", "", say("401 X", refusal(10000, "Authentication error"))],
  ["permanent 403", "HTML", say("403 Forbidden", "<html>Attention Required!</html>")],
  ["permanent 404 / 7003", "", say("404 Not Found", refusal(7003, "Could not route"))],
  ["transient 408", "", say("408 Request Timeout")],
  ["permanent 409", "", say("409 Conflict")],
  ["permanent 413", "HTML", say("413 Payload Too Large", "<html>413</html>")],
  ["transient 425", "", say("425 Too Early")],
  ["limited 429", "HTML", say("429 Too Many Requests", "<html>")],
  ["transient 500", "HTML", say("500 Internal Server Error", "<html>")],
  ["transient 502", "HTML", say("502 Bad Gateway", "<html>cloudflare</html>")],
  ["transient 520", "text", say("520 Unknown", "error code: 520")],
  ["transient 999", "no such status", say("999 What")],
])("%s: %s", async (expected, what, play) => {
  await useServer(play);
  const result = await sendPurge(call, { totalMs });
  const [word = "", ...rest] = expected.split(" ");
  const limited = word === "limited";
  expect(result).toMatchObject({
    outcome: limited ? "transient" : word,
    limited,
    code: rest.length > 0 ? rest.join(" ") : what === "204" ? "204" : "200",
  });
  expect(server?.requests, "sent once, no redirect followed").toHaveLength(1);
});

test("an answer of a gigabyte is cut at the cap, and memory stays flat", async () => {
  const piece = Buffer.alloc(64 * 1024, "x");
  await useServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${1024 ** 3}\r\n\r\n`);
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", more);
    more();
  });
  const before = process.memoryUsage();
  const result = await sendPurge(call, { totalMs: 5_000 });
  const after = process.memoryUsage();
  expect(result).toMatchObject({ outcome: "unknown", httpStatus: 200 });
  expect(result.message).toContain("too large");
  const [socket] = server?.sockets ?? [];
  if (socket?.destroyed === false) await new Promise((closed) => socket.once("close", closed));
  expect(socket?.bytesWritten, "bytes that the server could send").toBeLessThan(16 * 1024 ** 2);
  expect(after.rss - before.rss).toBeLessThan(64 * 1024 ** 2);
});

test("a gzip bomb is cut at the cap", async () => {
  // Small enough to be read whole.
  const bomb = gzipSync(Buffer.alloc(60 * 1024 ** 2));
  expect(bomb.length).toBeLessThan(64 * 1024);
  await useServer(say("200 OK", bomb, "Content-Encoding: gzip"));
  const before = process.memoryUsage().rss;
  const result = await sendPurge(call, { totalMs: 5_000 });
  expect(result).toMatchObject({ outcome: "unknown" });
  expect(result.message).toContain("too large");
  expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 ** 2);
});
