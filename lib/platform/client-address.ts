import { BlockList, isIP } from "node:net";

/** Which hops are believed when they say who was before them: the nearest `hops`, or those at these addresses. */
export type TrustedProxies = { hops: number } | { addresses: BlockList };

/** An address without its port and brackets, IPv4 as IPv4; null when it is none. */
function readAddress(text: string): string | null {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|([^:]+)(?::\d+)?)$/.exec(text) ?? [];
  const address = (bracketed ?? plain ?? text).replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) === 0 ? null : address;
}

function isListed(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/**
 * Where a request came from. Only what a trusted hop has said counts: whoever connects can write anything into
 * X-Forwarded-For, but each proxy adds at its end whom it has seen itself.
 *
 * @param peer the address of who has connected
 * @param forwarded the header X-Forwarded-For
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trusted: TrustedProxies,
): string | null {
  const said = (forwarded ?? "").split(",").map((text) => readAddress(text.trim()));
  let address = readAddress(peer ?? "");
  for (let hop = 0; address !== null; hop += 1) {
    const isTrusted = "hops" in trusted ? hop < trusted.hops : isListed(trusted.addresses, address);
    const before = said.at(-1 - hop);
    // What a trusted hop says that is no address tells nothing: the hop itself is what is known.
    if (!isTrusted || before === undefined || before === null) return address;
    address = before;
  }
  return address;
}

/** A setting: a number of hops, or addresses and networks; null when it is neither. */
export function readTrustedProxies(items: readonly string[]): TrustedProxies | null {
  const [first] = items;
  if (items.length === 1 && first !== undefined && /^\d$/.test(first)) {
    return { hops: Number(first) };
  }
  const addresses = new BlockList();
  for (const item of items) {
    const [, address = "", prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(item) ?? [];
    const [family, most] = isIP(address) === 6 ? (["ipv6", 128] as const) : (["ipv4", 32] as const);
    const bits = prefix === undefined ? most : Number(prefix);
    if (isIP(address) === 0 || bits > most) return null;
    addresses.addSubnet(address, bits, family);
  }
  return { addresses };
}
