import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import type { TaskAnswer } from "@/lib/schemas/probe-tasks";
import { useTestEnv } from "@/prisma/testing/test-env";
import { runAgent } from "./run-agent";

/** Whoever connects here was led astray. */
let trapped = 0;
const trap = createServer((_, response) => {
  trapped += 1;
  response.end();
});
const portOf = (server: ReturnType<typeof createServer>) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  useTestEnv();
  await new Promise<void>((ready) => trap.listen(0, "127.0.0.1", ready));
});
afterAll(() => trap.close());

/** A console that hands out these pages, and what it was answered once all have come back. */
async function consoleWith(
  pages: { host: string; path: string }[],
  say: (line: string) => void = () => undefined,
) {
  const answers: TaskAnswer[] = [];
  const stop = new AbortController();
  let given = false;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      if (request.url?.endsWith("/answer")) {
        answers.push(JSON.parse(Buffer.concat(chunks).toString("utf8")) as TaskAnswer);
        response.end('{"taken":true}');
        if (answers.length === pages.length) stop.abort();
        return;
      }
      const edge = { scheme: "http", address: `127.0.0.1:${portOf(trap)}` };
      const more = { edge, leaveOut: [], probeHeader: null };
      const tasks = given ? [] : pages.map((page) => ({ id: newId(), ...page, ...more }));
      given = true;
      response.end(JSON.stringify({ at: new Date().toISOString(), tasks }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const consoleUrl = `http://127.0.0.1:${portOf(server)}`;
  await runAgent({ consoleUrl, token: "pct_test", place: "here", edge: null }, stop.signal, say);
  server.closeAllConnections();
  server.close();
  return answers;
}

test("builds nothing from what is no host or path, whatever the console says", async () => {
  const answers = await consoleWith([
    { host: "acme.example.com@127.0.0.1", path: "/billing" },
    { host: "[::1]", path: "/billing" },
    { host: "acme.example.com:8080", path: "/billing" },
    { host: "acme.example.com", path: "//127.0.0.1/billing" },
    { host: "acme.example.com", path: "http://127.0.0.1/" },
    { host: "acme.example.com", path: "/billing\r\nX-Evil: 1" },
  ]);
  expect(new Set(answers.map(({ error }) => error))).toEqual(
    new Set(["The agent refuses to probe this."]),
  );
  expect(trapped).toBe(0);
});

test("connects to no address inside that its own environment does not name", async () => {
  const said: string[] = [];
  const page = { host: "acme.example.com", path: "/billing" };
  const answers = await consoleWith([page, page], (line) => said.push(line));
  const blind = { error: "The edge did not answer.", httpStatus: null };
  expect(answers).toMatchObject([blind, blind]);
  expect(trapped).toBe(0);
  // Whoever started it is told, once: the console only shows that it has seen nothing.
  expect(said).toEqual([
    expect.stringMatching(/acme\.example\.com was not seen.*PROBE_PRIVATE_EDGES/),
  ]);
}, 30_000);

test("ends, and says why, when the console refuses it", async () => {
  const server = createServer((_, response) => {
    response.writeHead(401).end("{}");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const settings = { consoleUrl: `http://127.0.0.1:${portOf(server)}`, token: "pct_secret" };
  const running = runAgent(
    { ...settings, place: "here", edge: null },
    new AbortController().signal,
    () => undefined,
  );
  await expect(running).rejects.toThrow(/refuses this agent \(HTTP 401\)/);
  server.closeAllConnections();
  server.close();
});
