import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PracticeEdge } from "../start-practice-edge";
import { ACME, ask, callPurgeApi, startTestEdge, visit } from "../testing/practice-fixture";

let edge: PracticeEdge;
beforeEach(async () => {
  edge = await startTestEdge();
});
afterEach(async () => {
  // Whatever came before, everything still answers.
  expect((await visit(edge, ACME, "/billing")).status).toBe(200);
  expect((await callPurgeApi(edge, { tags: ["a"] })).status).toBe(200);
  expect((await ask(edge.controlUrl, "/")).status).toBe(200);
  await edge.close();
});

/** Sends bytes as they are and returns the first line of the answer, "" when none came. */
function sendRaw(address: string, bytes: string): Promise<string> {
  const [host = "", port = ""] = address.replace(/^http:\/\//, "").split(":");
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect({ host, port: Number.parseInt(port, 10) }, () => socket.write(bytes));
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("data", () => {
      if (answer.includes("\r\n\r\n")) socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer.split("\r\n", 1)[0] ?? ""));
  });
}

const huge = (bytes: number) => "x".repeat(bytes);

describe("bodies that are too large get 413", () => {
  it("at the purge API, with an envelope", async () => {
    const seen = await callPurgeApi(edge, huge(4 * 1024 * 1024 + 1));
    expect(seen.status).toBe(413);
    expect(JSON.parse(seen.text)).toMatchObject({ success: false, result: null });
  });

  it("at the edge, the app and the control page", async () => {
    const form = { method: "POST", body: huge(300 * 1024) };
    expect((await visit(edge, ACME, "/edit/invoices/9182", 0, form)).status).toBe(413);
    const middle = { method: "POST", body: huge(17 * 1024) };
    expect((await visit(edge, ACME, "/edit/invoices/9182", 0, middle)).status).toBe(413);
    expect((await ask(edge.controlUrl, "/faults", { method: "PUT", body: form.body })).status).toBe(
      413,
    );
  });

  it("when the length is not announced", async () => {
    const chunks = `${(64 * 1024).toString(16)}\r\n${huge(64 * 1024)}\r\n`.repeat(6);
    const head = `POST /edit/invoices/9182 HTTP/1.1\r\nHost: ${ACME}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await sendRaw(edge.edges[0]?.address ?? "", head + chunks)).toContain("413");
  });
});

describe("requests that make no sense get 4xx", () => {
  it.each([
    ["no Host", "GET /billing HTTP/1.1\r\n\r\n"],
    ["a Host with a space", "GET /billing HTTP/1.1\r\nHost: a b\r\n\r\n"],
    ["a Host with userinfo", `GET /billing HTTP/1.1\r\nHost: x@${ACME}\r\n\r\n`],
    ["a Host with a path", `GET /billing HTTP/1.1\r\nHost: ${ACME}/x\r\n\r\n`],
    ["two Hosts", `GET /billing HTTP/1.1\r\nHost: ${ACME}\r\nHost: other.test\r\n\r\n`],
    ["another server's URL", `GET http://other.test/ HTTP/1.1\r\nHost: ${ACME}\r\n\r\n`],
    ["a path without a slash", `OPTIONS * HTTP/1.1\r\nHost: ${ACME}\r\n\r\n`],
    ["no HTTP at all", "\u0016\u0003\u0001\u0002\r\n\r\n"],
    ["a header that never ends", `GET / HTTP/1.1\r\nHost: ${ACME}\r\nX: ${huge(40_000)}\r\n\r\n`],
    ["a bad length", `POST / HTTP/1.1\r\nHost: ${ACME}\r\nContent-Length: -1\r\n\r\n`],
  ])("%s", async (_name, bytes) => {
    expect(await sendRaw(edge.edges[0]?.address ?? "", bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it.each([
    `{"__proto__":{"tags":["a"]}}`,
    `{"tags":[{"toString":"x"}]}`,
    `{"tags":{"length":1,"0":"a"}}`,
    "[".repeat(50_000),
    `{"files":[{"url":"https://[::1"}]}`,
    `{"prefixes":["a@b:c/d"]}`,
    `{"prefixes":["%"]}`,
  ])("the purge body %s", async (body) => {
    expect((await callPurgeApi(edge, body)).status).toBe(400);
  });

  it("a fault named like a property of every object", async () => {
    const put = { method: "PUT", body: `{"constructor":{},"__proto__":{"x":1}}` };
    expect((await ask(edge.controlUrl, "/faults", put)).status).toBe(400);
  });
});

it("survives clients that leave in the middle", async () => {
  for (const address of [edge.edges[0]?.address ?? "", edge.originUrl, edge.controlUrl]) {
    const [host = "", port = ""] = address.replace(/^http:\/\//, "").split(":");
    await new Promise<void>((resolve) => {
      const head = `POST /edit/invoices/9182 HTTP/1.1\r\nHost: ${ACME}\r\nContent-Length: 99\r\n\r\n`;
      const socket = connect({ host, port: Number.parseInt(port, 10) }, () => {
        socket.write(head + "amount=1", () => socket.resetAndDestroy());
      });
      socket.on("close", () => resolve());
    });
  }
});

it("does not let a host named like an object property choose a data centre", async () => {
  for (const host of ["__proto__", "constructor", "tostring"]) {
    expect((await visit(edge, host, "/billing")).status).toBe(530);
  }
});
