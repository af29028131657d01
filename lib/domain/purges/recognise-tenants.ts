import { runPrepared } from "@/lib/platform/database";
import { type RiskTierId, widerTier } from "@/lib/schemas/purge-policy";
import type { SelectorKind } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";
import type { SentTarget } from "./service-target";
import { type NamedByTag, type PlannedTag, readTag } from "./tag-plan";

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
  /** The same for each target, in the order in which they were given. */
  each: { target: string; tenantIds: string[]; isShared: boolean }[];
}

interface Named {
  tenants: Tenant[];
  tier: RiskTierId;
  isShared: boolean;
}

/** What recognising needs of a zone. */
export interface RecognisingZone {
  id: string;
  name: string;
  plan: PlannedTag[];
}

/** What one purge names. */
export interface NamedTargets {
  kind: SelectorKind;
  targets: SentTarget[];
}

type NamedBy = (target: SentTarget) => Named;

function findNamed(
  { id, slug }: NamedByTag["identity"],
  byId: Map<string, Tenant>,
  bySlug: Map<string, Tenant>,
): Tenant[] {
  if (id === undefined)
    return [slug === undefined ? undefined : bySlug.get(slug)].flatMap((one) => one ?? []);
  const tenant = byId.get(id);
  if (tenant === undefined) return [];
  return slug === undefined || tenant.slug.toLowerCase() === slug ? [tenant] : [];
}

async function readTenants(zoneId: string, ids: string[], slugs: string[]) {
  if (ids.length === 0 && slugs.length === 0) return [];
  // Arrays, since a batch may name more than a statement has parameters.
  return runPrepared<{ id: string; folded_id: string; slug: string }>(Prisma.sql`
    SELECT id, folded_id, slug FROM tenant
    WHERE zone_id = ${zoneId} AND removed_at IS NULL
      AND (folded_id = ANY(${ids}::text[]) OR slug = ANY(${slugs}::text[]))`);
}

async function byTags(tags: string[], { id: zoneId, plan }: RecognisingZone): Promise<NamedBy> {
  const read = new Map([...new Set(tags)].map((tag) => [tag, readTag(tag, plan)]));
  const identities = [...read.values()].map(({ identity }) => identity);
  const ids = identities.flatMap(({ id }) => id ?? []);
  const slugs = identities.flatMap(({ slug }) => slug ?? []);
  const tenants = (await readTenants(zoneId, ids, slugs)).map((row) => ({
    folded: row.folded_id,
    id: row.id,
    slug: row.slug,
  }));
  const byId = new Map(tenants.map(({ folded, id, slug }) => [folded, { id, slug }]));
  const bySlug = new Map(tenants.map(({ id, slug }) => [slug.toLowerCase(), { id, slug }]));
  return ({ value }) => {
    const { scope, identity } = read.get(value) ?? { scope: "unknown", identity: {} };
    const named = findNamed(identity, byId, bySlug);
    if (scope === "object") return { tenants: named, tier: "object", isShared: false };
    // A tenant's tag of a tenant that nobody has imported concerns somebody unknown.
    if (scope === "tenant" && named.length > 0)
      return { tenants: named, tier: "tenant", isShared: false };
    return { tenants: named, tier: "shared", isShared: true };
  };
}

async function readServed(zoneId: string, hosts: string[]) {
  if (hosts.length === 0) return [];
  return runPrepared<{ host: string; id: string; slug: string }>(Prisma.sql`
    SELECT h.host, t.id, t.slug FROM tenant_host h JOIN tenant t ON t.id = h.tenant_id
    WHERE h.host = ANY(${[...new Set(hosts)]}::text[]) AND t.zone_id = ${zoneId}`);
}

async function byHosts(hosts: string[], zoneId: string): Promise<(kind: SelectorKind) => NamedBy> {
  const rows = await readServed(zoneId, hosts);
  const served = new Map<string, Tenant[]>();
  for (const { host, id, slug } of rows) {
    served.set(host, [...(served.get(host) ?? []), { id, slug }]);
  }
  return (kind) =>
    ({ host }) => {
      const tenants = host === null ? [] : (served.get(host) ?? []);
      const isShared = tenants.length !== 1;
      const own = kind === "files" ? "object" : "section";
      return { tenants, tier: isShared ? "shared" : own, isShared };
    };
}

function together(targets: SentTarget[], namedBy: NamedBy): Recognised {
  const named = targets.map(namedBy);
  const tenants = new Map(named.flatMap((one) => one.tenants).map((one) => [one.id, one]));
  const firstShared = named.findIndex(({ isShared }) => isShared);
  return {
    tenants: [...tenants.values()],
    tier: named.map(({ tier }) => tier).reduce(widerTier, "object"),
    shared: targets[firstShared]?.value ?? null,
    each: named.map(({ tenants: ofTarget, isShared }, at) => ({
      target: targets[at]?.value ?? "",
      tenantIds: ofTarget.map(({ id }) => id),
      isShared,
    })),
  };
}

/**
 * Whom each of these purges of one zone concerns: tags by the tag plan, URLs, prefixes and hosts by the
 * tenants' hosts. What an object's tag belongs to, no plan says. Asks the database twice at most, however
 * many they are.
 */
export async function recogniseEach(
  purges: readonly NamedTargets[],
  zone: RecognisingZone,
): Promise<Recognised[]> {
  const ofTags = purges.filter(({ kind }) => kind === "tags").flatMap(({ targets }) => targets);
  const others = purges.filter(({ kind }) => kind !== "tags").flatMap(({ targets }) => targets);
  const namedByTag = await byTags(
    ofTags.map(({ value }) => value),
    zone,
  );
  const namedByHost = await byHosts(
    others.flatMap(({ host }) => host ?? []),
    zone.id,
  );
  return purges.map(({ kind, targets }) => {
    if (kind === "everything") {
      return { tenants: [], tier: "everything", shared: `everything in ${zone.name}`, each: [] };
    }
    return together(targets, kind === "tags" ? namedByTag : namedByHost(kind));
  });
}
