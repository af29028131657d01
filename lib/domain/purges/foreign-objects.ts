import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import { findObjectOwners } from "./load-surroundings";
import type { NamedTargets, RecognisingZone } from "./recognise-tenants";
import { readTag } from "./tag-plan";

/** The object tags among a purge's targets: whose they are, no plan says. */
export function objectTags({ kind, targets }: NamedTargets, { plan }: RecognisingZone): string[] {
  if (kind !== "tags") return [];
  return targets.map(({ value }) => value).filter((tag) => readTag(tag, plan).scope === "object");
}

/**
 * Whether an object's tag is others' alone: services purged it before, and never for a tenant of this token. A
 * token for all tenants has no others. Asks the database twice, however many purges there are.
 */
export async function foreignObjects(
  { reach: { tenantIds } }: TokenActor,
  purges: readonly NamedTargets[],
  zone: RecognisingZone,
): Promise<(tag: string) => boolean> {
  const tags = tenantIds.length === 0 ? [] : purges.flatMap((purge) => objectTags(purge, zone));
  if (tags.length === 0) return () => false;
  const owners = await findObjectOwners(zone.id, tags);
  const own = await db().tenant.findMany({
    where: { id: { in: [...tenantIds] } },
    select: { slug: true },
  });
  return (tag) => {
    const of = owners.get(tag);
    return of !== undefined && !own.some(({ slug }) => of.has(slug));
  };
}
