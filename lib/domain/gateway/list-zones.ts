import { reachesZone } from "@/lib/domain/purges/token-reach";
import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import type { Zone } from "@/prisma/generated/client";
import { noRoute } from "@/lib/schemas/cloudflare-error";
import { isZoneId } from "./load-zone";

const mostPerPage = 50;
/** Of every zone: what Cloudflare does not serve, nobody purges. */
const zoneStatus = "active";

/** The members of a zone that a client which purges reads. */
function zoneAnswer({ id, name, accountId, plan }: Zone) {
  return {
    id,
    name,
    status: zoneStatus,
    paused: false,
    type: "full",
    account: { id: accountId, name: accountId },
    plan: { id: plan, name: plan, legacy_id: plan },
    permissions: ["#cache_purge:edit", "#zone:read"],
  };
}

/** A parameter as the database takes it: PostgreSQL has no NUL, and no name or id has one. */
function textOf(query: URLSearchParams, name: string): string | undefined {
  return query.get(name)?.replaceAll("\0", " ");
}

function wholeNumber(text: string | null, fallback: number): number {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : fallback;
}

/**
 * GET /zones: those that the token is for, all or with this name, as clients ask that know a zone by name
 * only, and those of an account or with a status. Other parameters narrow nothing.
 */
export async function listZones(service: TokenActor, query: URLSearchParams) {
  const name = textOf(query, "name")?.toLowerCase();
  const accountId = textOf(query, "account.id");
  const isNone = ![null, zoneStatus].includes(query.get("status"));
  const { zoneIds } = service.reach;
  const where = {
    ...(zoneIds.length === 0 ? {} : { id: { in: [...zoneIds] } }),
    ...(name === undefined ? {} : { name }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(isNone ? { id: { in: [] } } : {}),
  };
  const perPage = Math.min(mostPerPage, wholeNumber(query.get("per_page"), 20));
  const page = wholeNumber(query.get("page"), 1);
  const [total, zones] = await Promise.all([
    db().zone.count({ where }),
    db().zone.findMany({
      where,
      orderBy: { name: "asc" },
      skip: (page - 1) * perPage,
      take: perPage,
    }),
  ]);
  return {
    result: zones.map(zoneAnswer),
    result_info: {
      page,
      per_page: perPage,
      count: zones.length,
      total_count: total,
      total_pages: Math.ceil(total / perPage),
    },
  };
}

/** GET /zones/{id}. @throws GatewayError when there is none, or it is not this token's */
export async function readZone(service: TokenActor, zoneId: string, path: string) {
  if (!isZoneId(zoneId)) throw noRoute(path);
  const zone = await db().zone.findUnique({ where: { id: zoneId } });
  if (zone === null || !reachesZone(service, zone.id)) throw noRoute(path);
  return zoneAnswer(zone);
}
