import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Ranges that ipaddr.js calls unicast and that still lead inside: Azure's metadata, ::/96, discard-only. */
const alsoInside = ["168.63.129.16/32", "::/96", "100:0:0:1::/64"].map((cidr) =>
  ipaddr.parseCIDR(cidr),
);

/**
 * Whether an address is on the public internet, so that a probe may connect to it. False for loopback,
 * private, link-local, metadata, mapped, NAT64 and every other special range (IANA special-purpose
 * registries, by ipaddr.js).
 *
 * @param address an IP address in text; anything else is not public
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return !alsoInside.some(
    ([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits),
  );
}

/**
 * Splits "address:port" ("[::1]:8081" for IPv6).
 *
 * @returns null when it is not of that form
 */
export function splitAddress(text: string): { host: string; port: number } | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || !(port >= 1 && port <= 65_535)) return null;
  return { host, port };
}
