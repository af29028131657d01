import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { now } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { DirectoryFile } from "@/lib/schemas/directory";
import type { InvalidField } from "@/lib/schemas/errors";
import { loadAccountLimits } from "./load-account-limits";
import { refuse } from "./refuse-file";
import { searchText } from "./search-text";

async function loadZones(tx: Transaction, zones: DirectoryFile["zones"]): Promise<void> {
  const at = now();
  for (const [index, { edge, environments, ...zone }] of zones.entries()) {
    const named = await tx.zone.findUnique({ where: { name: zone.name } });
    if (named !== null && named.id !== zone.id) {
      refuse([
        { path: `zones[${index}].name`, message: `"${zone.name}" is the name of zone ${named.id}` },
      ]);
    }
    const data = {
      ...zone,
      edgeScheme: edge?.scheme ?? null,
      edgeAddress: edge?.address ?? null,
      updatedAt: at,
    };
    await tx.zone.upsert({
      where: { id: zone.id },
      create: { ...data, createdAt: at },
      update: data,
    });
    if (environments !== undefined) await replaceEnvironments(tx, zone.id, environments);
  }
}

/** Purges that wait for an environment keep its ref: they do not depend on these rows. */
async function replaceEnvironments(
  tx: Transaction,
  zoneId: string,
  environments: { ref: string; name: string }[],
): Promise<void> {
  await tx.zoneEnvironment.deleteMany({ where: { zoneId } });
  await tx.zoneEnvironment.createMany({ data: environments.map((one) => ({ ...one, zoneId })) });
}

async function loadPolicies(tx: Transaction, policies: DirectoryFile["policies"]): Promise<void> {
  for (const { tier, graceSeconds } of policies) {
    await tx.purgePolicy.upsert({
      where: { tier },
      create: { tier, graceSeconds },
      update: { graceSeconds },
    });
  }
}

/** Zone ids by name, of the file's zones and those that are there. */
async function zoneIds(tx: Transaction): Promise<Map<string, string>> {
  const zones = await tx.zone.findMany({ select: { id: true, name: true } });
  return new Map(zones.map(({ id, name }) => [name, id]));
}

function requireZone(zones: Map<string, string>, name: string, path: string): string {
  return (
    zones.get(name) ??
    refuse([
      { path, message: `there is no zone "${name}", neither in the file nor in the console` },
    ])
  );
}

async function loadTagPlan(
  tx: Transaction,
  tagPlan: DirectoryFile["tagPlan"],
  zones: Map<string, string>,
): Promise<void> {
  for (const [index, { zone, ...planned }] of tagPlan.entries()) {
    const zoneId = requireZone(zones, zone, `tagPlan[${index}].zone`);
    await tx.tagPattern.upsert({
      where: { zoneId_pattern: { zoneId, pattern: planned.pattern } },
      create: { id: newId(), zoneId, ...planned },
      update: planned,
    });
  }
}

async function refuseCollisions(tx: Transaction, tenants: DirectoryFile["tenants"]): Promise<void> {
  const there = await tx.tenant.findMany({
    where: {
      OR: [
        { slug: { in: tenants.map(({ slug }) => slug) } },
        { foldedId: { in: tenants.map(({ id }) => id.toLowerCase()) } },
      ],
    },
    select: { id: true, slug: true, foldedId: true },
  });
  const bySlug = new Map(there.map((tenant) => [tenant.slug, tenant]));
  const byFolded = new Map(there.map((tenant) => [tenant.foldedId, tenant]));
  const renamed = new Set(tenants.map(({ id }) => id));
  const problems = tenants.flatMap(({ id, slug }, index): InvalidField[] => {
    const sameSlug = bySlug.get(slug);
    const sameId = byFolded.get(id.toLowerCase());
    if (sameId !== undefined && sameId.id !== id) {
      return [
        {
          path: `tenants[${index}].id`,
          message: `"${id}" differs only in case from the tenant "${sameId.id}": they would share every purge`,
        },
      ];
    }
    return sameSlug !== undefined && sameSlug.id !== id && !renamed.has(sameSlug.id)
      ? [
          {
            path: `tenants[${index}].slug`,
            message: `"${slug}" is the slug of tenant ${sameSlug.id}`,
          },
        ]
      : [];
  });
  if (problems.length > 0) refuse(problems);
}

async function loadTenant(
  tx: Transaction,
  tenant: DirectoryFile["tenants"][number],
  zoneId: string,
): Promise<void> {
  const { id, slug, name } = tenant;
  const hosts = [...new Set(tenant.hosts)];
  const paths = [...new Set(tenant.pages.map((page) => normalisePath(page) ?? page))];
  const at = now();
  const data = {
    slug,
    name,
    zoneId,
    searchText: searchText({ id, slug, name, hosts }),
    updatedAt: at,
    // One that was removed is back.
    removedAt: null,
  };
  await tx.tenant.upsert({
    where: { id },
    create: { id, foldedId: id.toLowerCase(), createdAt: at, ...data },
    update: data,
  });
  await tx.tenantHost.deleteMany({ where: { tenantId: id } });
  await tx.tenantHost.createMany({
    data: hosts.map((host, position) => ({ tenantId: id, host, position })),
  });
  await tx.page.deleteMany({ where: { tenantId: id } });
  await tx.page.createMany({
    data: paths.map((path, position) => ({ id: newId(), tenantId: id, path, position })),
  });
}

/**
 * Writes what a checked file has, in the caller's transaction. What the file does not name stays as it is.
 *
 * @param unchanged ids of the file's tenants that are there exactly so: they are not written again
 * @throws AppError invalid_input with each place in the file and what is wrong there
 */
export async function loadDirectory(
  tx: Transaction,
  { zones, tagPlan, policies, accountLimits, tenants }: DirectoryFile,
  unchanged: ReadonlySet<string> = new Set(),
): Promise<void> {
  await loadZones(tx, zones);
  const ids = await zoneIds(tx);
  await loadTagPlan(tx, tagPlan, ids);
  await loadPolicies(tx, policies);
  await loadAccountLimits(tx, accountLimits);
  await refuseCollisions(tx, tenants);
  for (const [index, tenant] of tenants.entries()) {
    if (unchanged.has(tenant.id)) continue;
    await loadTenant(tx, tenant, requireZone(ids, tenant.zone, `tenants[${index}].zone`));
  }
}
