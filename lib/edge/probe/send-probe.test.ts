import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { useTestEnv } from "@/prisma/testing/test-env";
import { isPublicAddress } from "./address-guard";
import { probeLimits } from "./probe-limits";
import { sendProbe } from "./send-probe";

const closing: (() => void)[] = [];
afterEach(() => {
  closing.splice(0).forEach((close) => {
    close();
  });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
const request = (address: string, path = "/billing") => ({
  host: "acme.example.com",
  path,
  edge: { scheme: "http", address } as const,
});

test("connects to the named edge with the tenant's host, and reads what came back", async () => {
  let seen: Record<string, unknown> = {};
  const address = await serve((incoming, response) => {
    seen = { ...incoming.headers, path: incoming.url };
    response.writeHead(200, {
      "cf-cache-status": "hit",
      age: "12",
      "cf-ray": "0123456789abcdef-FRA",
    });
    response.end("hello");
  });
  useTestEnv({ PROBE_PRIVATE_EDGES: address });
  expect(await sendProbe(request(address, "/billing?a=1"))).toMatchObject({
    httpStatus: 200,
    cacheStatus: "HIT",
    age: 12,
    colo: "FRA",
    cfRay: "0123456789abcdef-FRA",
    bytes: 5,
    fingerprint: "2cf24dba5fb0a30e",
    error: null,
  });
  expect(seen).toMatchObject({ host: "acme.example.com", path: "/billing?a=1" });
  expect(seen).not.toHaveProperty("cookie");
  expect(seen).not.toHaveProperty("authorization");
});

test("an edge inside that was not named gets no connection, also as the tenant's own host", async () => {
  let connections = 0;
  const address = await serve((_, response) => {
    connections += 1;
    response.end();
  });
  useTestEnv();
  const port = Number(address.split(":")[1]);
  const limits = { ...probeLimits, ports: [port], totalMs: 200 };
  const places = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f.1",
    "0",
  ];
  for (const place of places) {
    expect(await sendProbe(request(`${place}:${port}`), limits)).toMatchObject({
      httpStatus: null,
      error: "The edge did not answer.",
    });
  }
  await sendProbe({ host: "localhost", path: "/", edge: null }, limits);
  expect(connections).toBe(0);
});

test("redirects are not followed, and a closed port answers as a refused one", async () => {
  let hits = 0;
  const target = await serve((_, response) => {
    hits += 1;
    response.end();
  });
  const address = await serve((_, response) => {
    response.writeHead(302, { location: `http://${target}/` }).end();
  });
  useTestEnv({ PROBE_PRIVATE_EDGES: `${address},127.0.0.1:1` });
  expect(await sendProbe(request(address))).toMatchObject({ httpStatus: 302 });
  expect(hits).toBe(0);
  expect((await sendProbe(request("127.0.0.1:1"))).error).toBe("The edge did not answer.");
});

test("a body without end is cut off", async () => {
  const address = await serve((_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(64 * 1024)));
    };
    response.on("drain", more);
    more();
  });
  useTestEnv({ PROBE_PRIVATE_EDGES: address });
  expect((await sendProbe(request(address))).error).toMatch(/larger than 512 kB/);
});

test.each([
  ["8.8.8.8", true],
  ["2606:4700::1111", true],
  ["127.0.0.1", false],
  ["10.1.2.3", false],
  ["172.16.0.1", false],
  ["192.168.1.1", false],
  ["169.254.169.254", false],
  ["100.64.0.1", false],
  ["168.63.129.16", false],
  ["0.0.0.0", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::", false],
  ["::7f00:1", false],
  ["::ffff:127.0.0.1", false],
  ["64:ff9b::7f00:1", false],
  ["fe80::1", false],
  ["fd00::1", false],
  ["100:0:0:1::1", false],
  ["localhost", false],
  ["0x7f000001", false],
])("%s is public: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
