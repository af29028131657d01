import { readTag } from "@/lib/domain/purges/tag-plan";
import { db } from "@/lib/platform/database";
import { type RiskTierId, widerTier } from "@/lib/schemas/purge-policy";
import type { SelectorKind } from "@/lib/schemas/words";
import type { SentTarget } from "./normalise-targets";
import type { GatewayZone } from "./load-zone";

/** A tenant of the zone, by what targets may name it. */
interface Tenant {
  id: string;
  slug: string;
}

export interface Recognised {
  /** Every tenant that a target names, each once. */
  tenants: Tenant[];
  tier: RiskTierId;
  /** A target that more tenants than those, or unknown ones, are concerned by; null: there is none. */
  shared: string | null;
}

interface Named {
  tenants: Tenant[];
  tier: RiskTierId;
  isShared: boolean;
}

async function byTags(targets: SentTarget[], { id: zoneId, plan }: GatewayZone): Promise<Named[]> {
  const read = targets.map(({ value }) => readTag(value, plan));
  const ids = read.flatMap(({ identity }) => identity.id ?? []);
  const slugs = read.flatMap(({ identity }) => identity.slug ?? []);
  const rows = await db().tenant.findMany({
    where: { zoneId, OR: [{ foldedId: { in: ids } }, { slug: { in: slugs } }] },
    select: { id: true, foldedId: true, slug: true },
  });
  return read.map(({ scope, identity: { id, slug } }) => {
    const tenants = rows.filter(
      (row) =>
        (id ?? slug) !== undefined &&
        (id === undefined || row.foldedId === id) &&
        (slug === undefined || row.slug.toLowerCase() === slug),
    );
    if (scope === "object") return { tenants, tier: "object", isShared: false };
    // A tenant's tag of a tenant that nobody has imported concerns somebody unknown.
    if (scope === "tenant" && tenants.length > 0)
      return { tenants, tier: "tenant", isShared: false };
    return { tenants, tier: "shared", isShared: true };
  });
}

async function byHosts(
  targets: SentTarget[],
  kind: SelectorKind,
  zoneId: string,
): Promise<Named[]> {
  const hosts = [...new Set(targets.flatMap(({ host }) => host ?? []))];
  const rows = await db().tenantHost.findMany({
    where: { host: { in: hosts }, tenant: { zoneId } },
    select: { host: true, tenant: { select: { id: true, slug: true } } },
  });
  return targets.map(({ host }) => {
    const tenants = rows.filter((row) => row.host === host).map(({ tenant }) => tenant);
    const isShared = tenants.length !== 1;
    return {
      tenants,
      tier: isShared ? "shared" : kind === "files" ? "object" : "section",
      isShared,
    };
  });
}

/**
 * Whom a purge concerns: tags by the tag plan, URLs, prefixes and hosts by the tenants' hosts. What an object's
 * tag belongs to, no plan says.
 */
export async function recogniseTenants(
  kind: SelectorKind,
  targets: SentTarget[],
  zone: GatewayZone,
): Promise<Recognised> {
  if (kind === "everything") {
    return { tenants: [], tier: "everything", shared: `everything in ${zone.name}` };
  }
  const named =
    kind === "tags" ? await byTags(targets, zone) : await byHosts(targets, kind, zone.id);
  const tenants = new Map(named.flatMap((one) => one.tenants).map((one) => [one.id, one]));
  const firstShared = named.findIndex(({ isShared }) => isShared);
  return {
    tenants: [...tenants.values()],
    tier: named.map(({ tier }) => tier).reduce(widerTier, "object"),
    shared: targets[firstShared]?.value ?? null,
  };
}
