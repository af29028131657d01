import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { env } from "@/lib/platform/env";
import { isPublicAddress, splitAddress } from "./address-guard";
import type { ProbeLimits } from "./probe-limits";
import type { ProbeRequest } from "./probe-request";

/** Where a probe connects: an address that was checked, and is used as it is. */
export interface Target {
  secure: boolean;
  address: string;
  port: number;
  /** The deployment named this edge itself. */
  named: boolean;
}

/** All addresses of a name: from the deployment's own name servers where it has some, else from the system. */
async function resolve(name: string, timeoutMs: number): Promise<string[]> {
  const { dnsServers } = env();
  if (dnsServers.length === 0) {
    const found = await lookup(name, { all: true, verbatim: true });
    return found.map(({ address }) => address);
  }
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  resolver.setServers(dnsServers);
  const none = (): string[] => [];
  const [four, six] = await Promise.all([
    resolver.resolve4(name).catch(none),
    resolver.resolve6(name).catch(none),
  ]);
  return [...four, ...six];
}

/**
 * Finds where to connect, once: what is resolved here is what is connected to, so a name that changes its
 * address in between changes nothing.
 *
 * @returns null when there is no address, or one among them that a probe may not connect to
 */
export async function findTarget(
  { host, edge }: ProbeRequest,
  limits: ProbeLimits,
): Promise<Target | null> {
  const place = edge === null ? { host, port: 443 } : splitAddress(edge.address);
  if (place === null) return null;
  const secure = edge === null || edge.scheme === "https";
  const named = edge !== null && env().privateEdges.has(edge.address);
  if (!named && !limits.ports.includes(place.port)) return null;
  const found = isIP(place.host) ? [place.host] : await resolve(place.host, limits.dnsMs);
  const [address] = found;
  if (address === undefined || !(named || found.every(isPublicAddress))) return null;
  return { secure, address, port: place.port, named };
}
