import type { Answer } from "dns-packet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NameServer, startNameServer, type Zone } from "@/lib/local-edge/testing/name-server";
import { setTrap, type Trap } from "@/lib/local-edge/testing/trap-server";
import { useTestEnv } from "@/prisma/testing/test-env";
import { probeLimits } from "./probe-limits";
import { sendProbe } from "./send-probe";

const a = (name: string, data: string): Answer => ({ type: "A", name, ttl: 0, data });
const aaaa = (name: string, data: string): Answer => ({ type: "AAAA", name, ttl: 0, data });
const cname = (name: string): Answer => ({ type: "CNAME", name, ttl: 0, data: "localhost" });
/** Public by the rules and without a route, as nobody was given it: nothing leaves this machine. */
const elsewhere = "4000::1";

/** Names that try to lead inside, each in its way, by the first label. */
const tricks: Record<string, Zone> = {
  // Public for whoever checks, loopback for whoever asks again to connect.
  flip: ({ name, type }, asked) => {
    if (asked % 4 < 2) return type === "AAAA" ? [aaaa(name, elsewhere)] : [];
    return type === "A" ? [a(name, "127.0.0.1")] : [];
  },
  mixed: ({ name, type }) => (type === "A" ? [a(name, "1.1.1.1"), a(name, "127.0.0.1")] : []),
  late: ({ name, type }) => (type === "A" ? [a(name, "1.1.1.1")] : [aaaa(name, "::1")]),
  mapped: ({ name, type }) => (type === "AAAA" ? [aaaa(name, "::ffff:127.0.0.1")] : []),
  nat64: ({ name, type }) => (type === "AAAA" ? [aaaa(name, "64:ff9b::7f00:1")] : []),
  alias: ({ name, type }) =>
    type === "A" ? [cname(name), a("localhost", "127.0.0.1")] : [cname(name)],
  pointer: ({ name }) => [cname(name)],
  zero: ({ name, type }) => (type === "A" ? [a(name, "0.0.0.0")] : []),
};

let trap: Trap;
let server: NameServer;
beforeAll(async () => {
  trap = await setTrap();
  server = await startNameServer((question, asked) => {
    const [trick = ""] = question.name.split(".");
    return tricks[trick]?.(question, asked) ?? [];
  });
  useTestEnv({ PROBE_DNS_SERVERS: server.address });
});
afterAll(() => {
  trap.close();
  server.close();
});

test("a thousand tries of names that change, mix and hide their addresses: nobody reaches the trap", async () => {
  const limits = { ...probeLimits, ports: [trap.port], totalMs: 60 };
  const kinds = Object.keys(tricks);
  for (let at = 0; at < 1000; at += 100) {
    const some = Array.from({ length: 100 }, (_, one) => {
      const name = `${kinds[(at + one) % kinds.length] ?? ""}.t${(at + one) % 40}.example.com`;
      const edge = { scheme: "http", address: `${name}:${trap.port}` } as const;
      return sendProbe({ host: name, path: "/", edge }, limits);
    });
    for (const { error } of await Promise.all(some)) expect(error).toBe("The edge did not answer.");
  }
  expect(trap.connections).toBe(0);
});

test("the name server is asked: a name of a permitted edge leads where it says", async () => {
  useTestEnv({
    PROBE_DNS_SERVERS: server.address,
    PROBE_PRIVATE_EDGES: `zero.example.com:${trap.port},mapped.example.com:${trap.port}`,
  });
  const address = `mapped.example.com:${trap.port}`;
  const edge = { scheme: "http", address } as const;
  const limits = { ...probeLimits, firstByteMs: 50 };
  await sendProbe({ host: "mapped.example.com", path: "/", edge }, limits);
  expect(trap.connections).toBe(1);
});
