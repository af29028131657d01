import { readFileTarget } from "@/lib/edge/file-target";
import { db, type Transaction } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";
import { fileText, type FileTarget, mostFiles, mostItems } from "@/lib/schemas/files";
import type { Selector } from "@/lib/schemas/purges";
import { selectorKinds, type SelectorKind } from "@/lib/schemas/words";
import type { Plan } from "@/prisma/generated/client";
import type { PurgeSurroundings } from "./resolve-purge";

/** What reads the directory: the database, or a transaction. */
export type Reader = Pick<
  Transaction,
  "tenant" | "tenantHost" | "planLimit" | "accountLimit" | "purgePolicyVersion" | "$queryRaw"
>;

/** A selector as its kind and values. Only files are ever more than a text. */
export function takeApart(selector: Selector): { kind: SelectorKind; typed: FileTarget[] } {
  const kind = selectorKinds.find((name) => selector[name] !== undefined);
  const value = kind === undefined ? undefined : selector[kind];
  return { kind: kind ?? "everything", typed: Array.isArray(value) ? value : [] };
}

/** A kind and values, as they are kept, as a selector. */
export function putTogether(kind: SelectorKind, targets: string[]): Selector {
  if (kind === "everything") return { everything: true };
  return { [kind]: kind === "files" ? targets.map(readFileTarget) : targets };
}

/** Those of a tenant's hosts that other tenants are served from too. */
export async function findSharedHosts(
  tenantId: string,
  hosts: string[],
  tx: Pick<Transaction, "tenantHost"> = db(),
): Promise<Set<string>> {
  const others = await tx.tenantHost.findMany({
    where: { host: { in: hosts }, tenantId: { not: tenantId } },
    select: { host: true },
    distinct: ["host"],
  });
  return new Set(others.map(({ host }) => host));
}

/** Of each tag the newest purges are looked at, so many: one that is purged all the time hides no other. */
const mostOfOneTag = 500;

/**
 * Which tenants services purged these tags for. Purges by people do not count: they can be mistaken. Nor does what
 * the console itself sends, a canary's or a second one: it says nothing that was not said before.
 */
export async function findObjectOwners(
  zoneId: string,
  tags: readonly string[],
  tx: Pick<Transaction, "$queryRaw"> = db(),
): Promise<Map<string, Set<string>>> {
  const owners = new Map<string, Set<string>>();
  if (tags.length === 0) return owners;
  const rows = await tx.$queryRaw<{ tag: string; slug: string }[]>`
    SELECT DISTINCT tags.tag, t.slug FROM unnest(${[...new Set(tags)]}::text[]) AS tags (tag)
    CROSS JOIN LATERAL (
      SELECT p.tenant_id FROM purge p
      WHERE p.targets @> ARRAY[tags.tag] AND p.zone_id = ${zoneId} AND p.source <> 'manual'
        AND p.actor_kind <> 'system' AND p.tenant_id IS NOT NULL
      ORDER BY p.requested_at DESC LIMIT ${mostOfOneTag}) purged
    JOIN tenant t ON t.id = purged.tenant_id`;
  for (const { tag, slug } of rows) owners.set(tag, (owners.get(tag) ?? new Set()).add(slug));
  return owners;
}

/** How many targets one request may name, of what account and plan say; null: neither says. */
export function limitsOf(said: { items: number | null; files: number | null }) {
  return {
    items: Math.min(mostItems, said.items ?? mostItems),
    files: Math.min(mostFiles, said.files ?? mostItems),
  };
}

/** How many targets one request may name: what the account was granted, else what its plan has. */
export async function readTargetLimits(
  { accountId, plan }: { accountId: string; plan: Plan },
  tx: Pick<Transaction, "planLimit" | "accountLimit"> = db(),
): Promise<PurgeSurroundings["limits"]> {
  // One after the other: in a transaction there is one connection.
  const ofPlan = await tx.planLimit.findUnique({ where: { plan } });
  const ofAccount = await tx.accountLimit.findUnique({
    where: { accountId_plan: { accountId, plan } },
  });
  return limitsOf({
    items: ofAccount?.itemsPerRequest ?? ofPlan?.itemsPerRequest ?? null,
    files: ofAccount?.filesPerRequest ?? ofPlan?.filesPerRequest ?? null,
  });
}

/** What is said of a tenant that there is not, or that the caller's token is not for. */
export function noSuchTenant(tenantId: string): string {
  return `There is no tenant with the id ${tenantId}.`;
}

const tenantSelect = {
  id: true,
  slug: true,
  name: true,
  hosts: { select: { host: true }, orderBy: { position: "asc" } },
  pages: { select: { path: true }, orderBy: { position: "asc" } },
  zone: {
    select: {
      id: true,
      name: true,
      accountId: true,
      plan: true,
      edgeScheme: true,
      edgeAddress: true,
      environments: { select: { ref: true, name: true }, orderBy: { name: "asc" } },
      tagPatterns: {
        select: { pattern: true, scope: true, routes: true },
        orderBy: { pattern: "asc" },
      },
    },
  },
} as const;

/**
 * Everything that the rules for a purge of one tenant need.
 *
 * @param tx the transaction that sees what is there at its moment; absent: none
 * @throws AppError not_found for a tenant that does not exist
 */
export async function loadSurroundings(
  tenantId: string,
  selector: { kind: SelectorKind; typed: FileTarget[] },
  tx: Reader = db(),
) {
  const tenant = await tx.tenant.findUnique({
    where: { id: tenantId, removedAt: null },
    select: tenantSelect,
  });
  if (tenant === null) throw new AppError("not_found", noSuchTenant(tenantId));
  const hosts = tenant.hosts.map(({ host }) => host);
  const tags =
    selector.kind === "tags" ? selector.typed.map((tag) => fileText(tag).toLowerCase()) : [];
  const around: PurgeSurroundings = {
    tenant: { id: tenant.id, slug: tenant.slug, hosts },
    zone: {
      name: tenant.zone.name,
      edgePort: tenant.zone.edgeAddress?.split(":").at(-1) ?? null,
    },
    plan: tenant.zone.tagPatterns,
    sharedHosts: await findSharedHosts(tenantId, hosts, tx),
    objectOwners: await findObjectOwners(tenant.zone.id, tags, tx),
    limits: await readTargetLimits(tenant.zone, tx),
  };
  const pages = hosts.flatMap((host) =>
    tenant.pages.map(({ path }) => ({
      path,
      url: `${tenant.zone.edgeScheme ?? "https"}://${host}${path}`,
    })),
  );
  return {
    around,
    tenant: { id: tenant.id, slug: tenant.slug, name: tenant.name },
    zone: { id: tenant.zone.id, name: tenant.zone.name },
    environments: tenant.zone.environments,
    pages,
  };
}
export type Surroundings = Awaited<ReturnType<typeof loadSurroundings>>;
