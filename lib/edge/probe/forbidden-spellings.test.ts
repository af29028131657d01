import http from "node:http";
import net from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { setTrap, type Trap } from "@/lib/local-edge/testing/trap-server";
import { useTestEnv } from "@/prisma/testing/test-env";
import { openConnection } from "./open-connection";
import { type ProbeLimits, probeLimits } from "./probe-limits";
import { sendProbe } from "./send-probe";

let trap: Trap;
let limits: ProbeLimits;
beforeAll(async () => {
  trap = await setTrap();
  // The trap's own port is among the permitted ones: what keeps a probe away is the address alone.
  limits = { ...probeLimits, ports: [trap.port], totalMs: 100 };
});
afterAll(() => trap.close());
beforeEach(() => {
  useTestEnv();
  trap.connections = 0;
});
afterEach(() => vi.unstubAllEnvs());

const hex = (value: number) => `0x${value.toString(16)}`;
const octal = (value: number) => `0${value.toString(8)}`;
const wide = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const circled = (text: string) =>
  text.replace(/\d/g, (digit) =>
    digit === "0" ? "\u24ea" : String.fromCodePoint(0x245f + Number(digit)),
  );
const percent = (text: string) => text.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/** Every way to write an IPv4 address that something somewhere reads. */
function spellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const words = [a * 256 + b, c * 256 + d].map((word) => word.toString(16)).join(":");
  const plain = [
    ...[address, `${address}.`, String(whole), hex(whole), octal(whole)],
    ...[[a, b, c, d].map(hex).join("."), [a, b, c, d].map(octal).join(".")],
    ...[
      `${a}.${b}.${c * 256 + d}`,
      `${a}.${(b * 256 + c) * 256 + d}`,
      `${hex(a)}.${b}.${octal(c)}.${d}`,
    ],
    ...[
      [a, b, c, d].map((part) => String(part).padStart(3, "0")).join("."),
      `${hex(a).toUpperCase()}.${d}`,
    ],
    ...[wide(address), circled(address), address.replaceAll(".", "\u3002"), percent(address)],
    ...[
      `user@${address}`,
      `user:password@${address}`,
      `${address}@example.com`,
      `example.com@${address}`,
    ],
    ...[
      `${address}#example.com`,
      `${address}/`,
      `${address}\\@example.com`,
      ` ${address}`,
      `${address}\t`,
    ],
  ];
  const six = [
    ...[
      `::ffff:${address}`,
      `::ffff:${words}`,
      `0:0:0:0:0:ffff:${words}`,
      `::${address}`,
      `::${words}`,
    ],
    ...[`64:ff9b::${address}`, `64:ff9b::${words}`, `64:ff9b:1::${words}`, `2002:${words}::`],
    ...[`::ffff:0:${address}`, `2001:0:${words}::`, `fe80::5efe:${address}`, `::FFFF:${words}`],
  ];
  return [...plain, ...six.flatMap((one) => [`[${one}]`, one])];
}

const own = Object.values(networkInterfaces())
  .flat()
  .flatMap((one) => (one?.family === "IPv4" ? [one.address] : []));
const addresses = [
  ...["127.0.0.1", "127.1.2.3", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1"],
  ...["192.168.0.1", "169.254.169.254", "169.254.1.1", "100.100.100.200", "168.63.129.16", ...own],
];
const names = [
  ...["localhost", "localhost.", "LOCALHOST", "a.localhost", "ip6-localhost", "ip6-loopback"],
  ...["[::1]", "[::]", "::1", "[0:0:0:0:0:0:0:1]", "[::1%lo]", "[fd00:ec2::254]", hostname()],
];
const places = [...new Set([...addresses.flatMap(spellings), ...names])];

async function probeAll(): Promise<void> {
  for (let at = 0; at < places.length; at += 50) {
    const some = places.slice(at, at + 50).map(async (place) => {
      const edge = { scheme: "http", address: `${place}:${trap.port}` } as const;
      const answer = await sendProbe({ host: "acme.example.com", path: "/", edge }, limits);
      expect(answer).toMatchObject({ httpStatus: null, error: "The edge did not answer." });
    });
    await Promise.all(some);
  }
}

/** How many of the spellings reach a trap with a client that does not look where it goes. */
async function connectUnguarded(): Promise<number> {
  const other = await setTrap();
  const tries = places.map(
    (place) =>
      new Promise<void>((resolve) => {
        const host = place.replace(/^\[|\]$/g, "");
        const socket = net.connect({ host, port: other.port, timeout: 300 });
        const end = () => socket.destroy();
        socket
          .on("connect", end)
          .on("timeout", end)
          .on("error", end)
          .on("close", () => resolve());
      }),
  );
  await Promise.all(tries);
  const reached = other.connections;
  other.close();
  return reached;
}

test("no spelling of an address inside reaches the trap, which a client without a guard does", async () => {
  await probeAll();
  expect(trap.connections).toBe(0);
  expect(places.length).toBeGreaterThan(400);
  expect(await connectUnguarded()).toBeGreaterThan(20);
});

test("proxies of the environment change nothing: neither are they asked, nor is the guard off", async () => {
  const proxy = `http://127.0.0.1:${trap.port}`;
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]) {
    vi.stubEnv(name, proxy);
    vi.stubEnv(name.toLowerCase(), proxy);
  }
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  await probeAll();
  const server = http.createServer((_, response) => response.end("direct"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  useTestEnv({ PROBE_PRIVATE_EDGES: address });
  const answer = await sendProbe({
    host: "acme.example.com",
    path: "/",
    edge: { scheme: "http", address },
  });
  server.close();
  expect(answer.httpStatus).toBe(200);
  expect(trap.connections).toBe(0);
});

test.each([300, 301, 302, 303, 305, 307, 308])(
  "a redirect by HTTP %i into the trap is told, not followed",
  async (status) => {
    const location = `http://127.0.0.1:${trap.port}/`;
    const server = http.createServer((_, response) =>
      response.writeHead(status, { location }).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    useTestEnv({ PROBE_PRIVATE_EDGES: address });
    const edge = { scheme: "http", address } as const;
    const answer = await sendProbe({ host: "acme.example.com", path: "/", edge });
    server.close();
    expect(answer).toMatchObject({ httpStatus: status, redirectTo: location });
    expect(trap.connections).toBe(0);
  },
);

test("somebody else at the other end gets no byte", async () => {
  // Connecting to 0.0.0.0 ends at 127.0.0.1: as if the address had changed under the probe.
  const target = { secure: false, address: "0.0.0.0", port: trap.port, named: true };
  const { signal } = new AbortController();
  await expect(openConnection(target, "acme.example.com", limits, signal)).rejects.toThrow(
    "another address",
  );
  expect(trap.bytes).toBe(0);
});

test("private, forbidden, unknown and unreachable edges answer alike, and not before the same time", async () => {
  const edges = [
    ...[`127.0.0.1:${trap.port}`, `10.255.255.1:${trap.port}`, "127.0.0.1:1", "8.8.8.8:22"],
    // Global unicast that nobody was ever given: public by the rules, and without a route.
    ...[`[4000::1]:${trap.port}`, `nowhere.invalid:${trap.port}`],
  ];
  const answers = edges.map(async (address) => {
    const time = new Promise((resolve) =>
      setTimeout(() => resolve("the time was up"), limits.totalMs),
    );
    const edge = { scheme: "https", address } as const;
    const answer = sendProbe({ host: "acme.example.com", path: "/", edge }, limits);
    expect(await Promise.race([answer, time])).toBe("the time was up");
    return answer;
  });
  const [first, ...others] = await Promise.all(answers);
  for (const other of others) expect(other).toEqual(first);
});
