import { foreignObjects, objectTags } from "@/lib/domain/purges/foreign-objects";
import type { NamedTargets, Recognised } from "@/lib/domain/purges/recognise-tenants";
import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import type { GatewayZone } from "./load-zone";

/**
 * Whose the objects of a token for some tenants are: an object's tag does not say it, so the record does. What
 * services purged for others alone is theirs; everything else is taken to be what the token is for, and where
 * that is one tenant, its.
 */
export async function vouchForObjects(
  service: TokenActor,
  purge: NamedTargets,
  zone: GatewayZone,
  found: Recognised,
): Promise<Recognised> {
  const { tenantIds } = service.reach;
  const tags = objectTags(purge, zone);
  if (tenantIds.length === 0 || tags.length === 0) return found;
  const isForeign = await foreignObjects(service, [purge], zone);
  const shared = found.shared ?? tags.find(isForeign) ?? null;
  if (tenantIds.length > 1) return { ...found, shared };
  const [only] = await db().tenant.findMany({
    where: { id: { in: [...tenantIds] }, zoneId: zone.id, removedAt: null },
    select: { id: true, slug: true },
  });
  const others = found.tenants.filter(({ id }) => id !== only?.id);
  return { ...found, shared, tenants: only === undefined ? others : [...others, only] };
}
