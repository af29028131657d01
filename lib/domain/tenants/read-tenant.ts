import { authorize } from "@/lib/audit/authorize";
import { pageSelect, toSetup } from "@/lib/domain/probes/page-row";
import { toProbe, withoutValues } from "@/lib/domain/probes/probe-row";
import { findSharedHosts, readTargetLimits } from "@/lib/domain/purges/load-surroundings";
import { tenantTag } from "@/lib/domain/purges/tag-plan";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { Probe } from "@/lib/schemas/probes";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { Prisma } from "@/prisma/generated/client";
import { readTenantSummaries } from "./tenant-row";

const dayMs = 24 * 60 * 60 * 1000;

/** The newest probe of each page of these tenants, by "tenant id, path". */
export async function findLastProbes(
  tenantIds: string[],
  paths: string[],
): Promise<Map<string, Probe>> {
  const rows = await db().probe.findMany({
    where: { tenantId: { in: tenantIds }, path: { in: paths }, variant: null },
    omit: withoutValues,
    orderBy: { startedAt: "desc" },
    distinct: ["tenantId", "path"],
  });
  return new Map(rows.map((row) => [`${row.tenantId} ${row.path}`, toProbe(row)]));
}

/** Purges since then that concern a tenant, by itself or with others. */
async function countPurges(tenantId: string, since: Date): Promise<number> {
  const where = { tenantId, requestedAt: { gte: since } };
  const [own, shared] = await Promise.all([
    db().purge.count({ where }),
    db().purgeTenant.count({ where }),
  ]);
  return own + shared;
}

type LastPurge = NonNullable<TenantDetail["lastWithoutTenant24h"]>;
type LastPurgeRow = Omit<LastPurge, "requestedAt"> & { requestedAt: Date };

/**
 * The newest purge of a zone since then that is on record without a tenant: of everything, of what tenants share, of an
 * object that nobody said the tenant of. It may have reached any tenant's pages.
 */
async function findWithoutTenant(zoneId: string, since: Date): Promise<LastPurge | null> {
  // In SQL, so that purges with tenants are looked up one by one and not as a whole.
  const [purge] = await db().$queryRaw<LastPurgeRow[]>`
    SELECT p.id, p.requested_at AS "requestedAt", p.status, p.source FROM purge p
    WHERE p.tenant_id IS NULL AND p.requested_at >= ${since} AND p.zone_id = ${zoneId}
      AND p.environment IS NULL AND NOT EXISTS (SELECT FROM purge_tenant s WHERE s.purge_id = p.id)
    ORDER BY p.requested_at DESC, p.id DESC LIMIT 1`;
  return purge === undefined ? null : { ...purge, requestedAt: purge.requestedAt.toISOString() };
}

/**
 * One tenant: identity, pages with their last seen cache state, tag plan, how many purges.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readTenant(actor: Actor, id: string): Promise<TenantDetail> {
  await authorize(actor, "tenant.read", {
    action: "access.refuse",
    subject: { kind: "tenant", id },
    tenantId: id,
    summary: `${actor.name} was refused a tenant`,
  });
  const row = await db().tenant.findUnique({
    where: { id },
    select: {
      id: true,
      slug: true,
      zoneId: true,
      removedAt: true,
      pages: { select: pageSelect, orderBy: { position: "asc" } },
      zone: {
        select: {
          name: true,
          accountId: true,
          plan: true,
          edgeScheme: true,
          environments: { select: { ref: true, name: true }, orderBy: { name: "asc" } },
          tagPatterns: {
            select: { pattern: true, scope: true, owner: true, trigger: true, routes: true },
            orderBy: { pattern: "asc" },
          },
        },
      },
    },
  });
  const [summary] = await readTenantSummaries(Prisma.sql`SELECT * FROM tenant WHERE id = ${id}`);
  if (row === null || summary === undefined)
    throw new AppError("not_found", `There is no tenant with the id ${id}.`);
  const { zone, pages, removedAt } = row;
  const { edgeScheme, tagPatterns, environments } = zone;
  // Without a host a page has no address.
  const paths = removedAt === null ? pages.map(({ path }) => path) : [];
  const probes = await findLastProbes([id], paths);
  return {
    ...summary,
    removedAt: removedAt?.toISOString() ?? null,
    environments,
    targetLimits: await readTargetLimits(zone),
    sharedHosts: [...(await findSharedHosts(id, summary.hosts))],
    pages: (removedAt === null ? pages : []).map((page) => ({
      path: page.path,
      url: `${edgeScheme ?? "https"}://${summary.hosts[0] ?? zone.name}${page.path}`,
      lastProbe: probes.get(`${id} ${page.path}`) ?? null,
      ...toSetup(page),
    })),
    tagPlan: tagPatterns,
    tenantTag: tenantTag(row, tagPatterns),
    purgeCount: await countPurges(id, new Date(0)),
    purgeCount24h: await countPurges(id, addMs(now(), -dayMs)),
    lastWithoutTenant24h: await findWithoutTenant(row.zoneId, addMs(now(), -dayMs)),
  };
}
