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

/** A zone as it is read for the gateway. */
export interface ZoneRow {
  id: string;
  name: string;
  edgeAddress: string | null;
  environments: string[];
  plan: PlannedTag[];
  items: number | null;
  files: number | null;
}

/** The statement that reads a zone with what the rules for its purges need; none, where the id is no zone's. */
export function zoneStatement(zoneId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT z.id, z.name, z.edge_address AS "edgeAddress",
      ARRAY(SELECT e.ref FROM zone_environment e WHERE e.zone_id = z.id) AS environments,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('pattern', t.pattern, 'scope', t.scope, 'routes', t.routes))
        FROM tag_pattern t WHERE t.zone_id = z.id), '[]') AS plan,
      COALESCE(a.items_per_request, p.items_per_request) AS items,
      COALESCE(a.files_per_request, p.files_per_request) AS files
    FROM zone z LEFT JOIN plan_limit p ON p.plan = z.plan
    LEFT JOIN account_limit a ON a.account_id = z.account_id AND a.plan = z.plan
    WHERE z.id = ${isZoneId(zoneId) ? zoneId : ""}`;
}

async function readZone(zoneId: string): Promise<ZoneRow | null> {
  const [row] = await runPrepared<ZoneRow>(zoneStatement(zoneId));
  return row ?? null;
}

/** Where a purge is to go: as the address says it. */
export interface ZoneAddress {
  zoneId: string;
  /** The environment's ref; null: production. */
  environment: string | null;
  /** The address itself, for the words of a refusal. */
  path: string;
  /** The zone, where it was read along with the token; null: there is none. */
  zone?: ZoneRow | null;
}

/**
 * The zone of a request's address, and what the rules for its purges need.
 *
 * @throws GatewayError as for an address that leads nowhere: no such zone or environment, or not this token's
 */
export async function loadZone(
  service: TokenActor,
  { zoneId, environment, path, zone: known }: ZoneAddress,
) {
  if (!isZoneId(zoneId)) throw noRoute(path);
  const zone = known === undefined ? await readZone(zoneId) : known;
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
