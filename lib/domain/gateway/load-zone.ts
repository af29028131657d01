import { limitsOf } from "@/lib/domain/purges/load-surroundings";
import type { PlannedTag } from "@/lib/domain/purges/tag-plan";
import { reachesZone } from "@/lib/domain/purges/token-reach";
import { runPrepared } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import { noRoute } from "@/lib/schemas/cloudflare-error";
import { Prisma } from "@/prisma/generated/client";

/** Cloudflare's ids. Whatever else an address has in their place names no zone, and no database is asked. */
export function isZoneId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

interface ZoneRow {
  id: string;
  name: string;
  edgeAddress: string | null;
  environments: string[];
  plan: PlannedTag[];
  items: number | null;
  files: number | null;
}

/** In one statement: a service waits for it, and each further one is a journey to the database and back. */
async function readZone(zoneId: string): Promise<ZoneRow | null> {
  const [row] = await runPrepared<ZoneRow>(Prisma.sql`
    SELECT z.id, z.name, z.edge_address AS "edgeAddress",
      ARRAY(SELECT e.ref FROM zone_environment e WHERE e.zone_id = z.id) AS environments,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('pattern', t.pattern, 'scope', t.scope, 'routes', t.routes))
        FROM tag_pattern t WHERE t.zone_id = z.id), '[]') AS plan,
      COALESCE(a.items_per_request, p.items_per_request) AS items,
      COALESCE(a.files_per_request, p.files_per_request) AS files
    FROM zone z LEFT JOIN plan_limit p ON p.plan = z.plan
    LEFT JOIN account_limit a ON a.account_id = z.account_id AND a.plan = z.plan
    WHERE z.id = ${zoneId}`);
  return row ?? null;
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
  const zone = await readZone(zoneId);
  if (zone === null || !reachesZone(service, zone.id)) throw noRoute(path);
  if (environment !== null && !zone.environments.includes(environment)) {
    throw noRoute(path);
  }
  return {
    id: zone.id,
    name: zone.name,
    environment,
    plan: zone.plan,
    edgePort: zone.edgeAddress?.split(":").at(-1) ?? null,
    limits: limitsOf(zone),
  };
}
export type GatewayZone = Awaited<ReturnType<typeof loadZone>>;
