import { findObjectOwners } from "@/lib/domain/purges/load-surroundings";
import type { Recognised } from "@/lib/domain/purges/recognise-tenants";
import type { SentTarget } from "@/lib/domain/purges/service-target";
import { readTag } from "@/lib/domain/purges/tag-plan";
import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import type { GatewayZone } from "./load-zone";

/** The first of these tags that services purged before, and never for one of these tenants. */
async function findForeign(
  zoneId: string,
  tags: string[],
  tenantIds: readonly string[],
): Promise<string | null> {
  const owners = await findObjectOwners(zoneId, tags);
  const slugs = [...new Set([...owners.values()].flatMap((of) => [...of]))];
  const own = await db().tenant.findMany({
    where: { id: { in: [...tenantIds] }, slug: { in: slugs } },
    select: { slug: true },
  });
  const isForeign = (tag: string) => {
    const of = owners.get(tag);
    return of !== undefined && !own.some(({ slug }) => of.has(slug));
  };
  return tags.find(isForeign) ?? null;
}

/**
 * Whose the objects of a token for some tenants are: an object's tag does not say it, so the record does. What
 * services purged for others alone is theirs; everything else is taken to be what the token is for, and where
 * that is one tenant, its.
 */
export async function vouchForObjects(
  { reach: { tenantIds } }: TokenActor,
  targets: SentTarget[],
  { id: zoneId, plan }: GatewayZone,
  found: Recognised,
): Promise<Recognised> {
  const tags = targets
    .map(({ value }) => value)
    .filter((tag) => readTag(tag, plan).scope === "object");
  if (tenantIds.length === 0 || tags.length === 0) return found;
  const shared = found.shared ?? (await findForeign(zoneId, tags, tenantIds));
  if (tenantIds.length > 1) return { ...found, shared };
  const [only] = await db().tenant.findMany({
    where: { id: { in: [...tenantIds] }, zoneId, removedAt: null },
    select: { id: true, slug: true },
  });
  const others = found.tenants.filter(({ id }) => id !== only?.id);
  return { ...found, shared, tenants: only === undefined ? others : [...others, only] };
}
