import { expect, test } from "vitest";
import { clientAddress, readTrustedProxies } from "./client-address";

const trusting = (...items: string[]) => readTrustedProxies(items) ?? { hops: 0 };

test.each([
  ["nobody is trusted: who connects is who it is", "198.51.100.1", "192.0.2.9", [], "198.51.100.1"],
  ["one hop says who was before it", "10.0.0.1", "192.0.2.9", ["1"], "192.0.2.9"],
  [
    "what was there before the hop added to it is not believed",
    "10.0.0.1",
    "6.6.6.6, 192.0.2.9",
    ["1"],
    "192.0.2.9",
  ],
  ["two hops", "10.0.0.1", "6.6.6.6, 192.0.2.9, 10.0.0.2", ["2"], "192.0.2.9"],
  ["without the header the hop is all that is known", "10.0.0.1", undefined, ["1"], "10.0.0.1"],
  [
    "by address: only from one of these",
    "10.0.0.1",
    "6.6.6.6, 192.0.2.9",
    ["10.0.0.0/8"],
    "192.0.2.9",
  ],
  [
    "by address: somebody else says nothing",
    "198.51.100.1",
    "192.0.2.9",
    ["10.0.0.0/8"],
    "198.51.100.1",
  ],
  [
    "by address: through several",
    "10.0.0.1",
    "6.6.6.6, 192.0.2.9, 10.2.0.1",
    ["10.0.0.0/8"],
    "192.0.2.9",
  ],
  [
    "IPv4 in IPv6, ports and brackets",
    "::ffff:10.0.0.1",
    "[2001:db8::7]:443",
    ["10.0.0.1"],
    "2001:db8::7",
  ],
  ["a port behind IPv4", "10.0.0.1", "192.0.2.9:5123", ["1"], "192.0.2.9"],
  ["IPv6 networks", "2001:db8::1", "192.0.2.9", ["2001:db8::/32"], "192.0.2.9"],
  ["no address in the header", "10.0.0.1", "unknown\r\nx", ["1"], "10.0.0.1"],
  ["no peer", undefined, "192.0.2.9", ["1"], null],
])("%s", (_what, peer, forwarded, items, expected) => {
  expect(clientAddress(peer, forwarded, trusting(...items))).toBe(expected);
});

test("what is neither a number of hops nor addresses is no setting", () => {
  for (const wrong of ["proxy.example.com", "10.0.0.0/33", "12", "-1", "10.0.0.0/8/8"]) {
    expect(readTrustedProxies([wrong]), wrong).toBeNull();
  }
});
