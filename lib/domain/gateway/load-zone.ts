import { readTargetLimits } from "@/lib/domain/purges/load-surroundings";
import { reachesZone } from "@/lib/domain/purges/token-reach";
import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import { noRoute } from "@/lib/schemas/cloudflare-error";

/** Cloudflare's ids. Whatever else an address has in their place names no zone, and no database is asked. */
export function isZoneId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/**
 * The zone of a request's address, and what the rules for its purges need.
 *
 * @param environment the environment's ref in the address; null: production
 * @throws GatewayError as for an address that leads nowhere: no such zone or environment, or not this token's
 */
export async function loadZone(
  service: TokenActor,
  zoneId: string,
  environment: string | null,
  path: string,
) {
  if (!isZoneId(zoneId)) throw noRoute(path);
  const zone = await db().zone.findUnique({
    where: { id: zoneId },
    include: {
      tagPatterns: { select: { pattern: true, scope: true, routes: true } },
      environments: { select: { ref: true } },
    },
  });
  if (zone === null || !reachesZone(service, zone.id)) throw noRoute(path);
  if (environment !== null && !zone.environments.some(({ ref }) => ref === environment)) {
    throw noRoute(path);
  }
  return {
    id: zone.id,
    name: zone.name,
    environment,
    plan: zone.tagPatterns,
    edgePort: zone.edgeAddress?.split(":").at(-1) ?? null,
    limits: await readTargetLimits(zone),
  };
}
export type GatewayZone = Awaited<ReturnType<typeof loadZone>>;
