import type { AuditActor } from "@/lib/audit/write-entry";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { lockPolicy, savePolicy } from "@/lib/domain/policies/save-policy";
import { now } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { DirectoryFile } from "@/lib/schemas/directory";
import type { InvalidField } from "@/lib/schemas/errors";
import type { Prisma } from "@/prisma/generated/client";
import { loadCanaries } from "./load-canaries";
import { loadAccountLimits } from "./load-account-limits";
import { loadRetention } from "./load-retention";
import { isSame } from "./is-same";
import { secondTenantLines } from "./one-tenant-line";
import { pageRows } from "./page-rows";
import { refuse } from "./refuse-file";
import { searchText } from "./search-text";
import { findUnchangedTenants } from "./unchanged-tenants";

async function loadZones(
  tx: Transaction,
  zones: DirectoryFile["zones"],
  sees: Loading["sees"],
): Promise<void> {
  const at = now();
  for (const [index, zone] of zones.entries()) {
    const { id, name, accountId, plan, edge, origin, environments } = zone;
    const named = await tx.zone.findUnique({ where: { name: zone.name } });
    if (named !== null && named.id !== zone.id) {
      const which = sees({ zoneId: named.id, tenantId: null })
        ? `zone ${named.id}`
        : "another zone";
      refuse([{ path: `zones[${index}].name`, message: `"${zone.name}" is the name of ${which}` }]);
    }
    const data = {
      ...{ id, name, accountId, plan },
      edgeScheme: edge?.scheme ?? null,
      edgeAddress: edge?.address ?? null,
      tenantMarker: zone.tenantMarker ?? null,
      originScheme: origin?.scheme ?? null,
      originAddress: origin?.address ?? null,
      originHeader: origin?.header?.name ?? null,
      originSecret: origin?.header?.secret ?? null,
      tieredCache: zone.tieredCache ?? false,
    };
    const there = await tx.zone.findUnique({ where: { id }, include: { environments: true } });
    // What is written counts as changed, and voids what was approved: the same again is not written.
    if (there !== null && isSame(there, data) && hasEnvironments(there, environments)) continue;
    await tx.zone.upsert({
      where: { id },
      create: { ...data, createdAt: at, updatedAt: at },
      update: { ...data, updatedAt: at },
    });
    if (environments !== undefined) await replaceEnvironments(tx, id, environments);
  }
}

interface Environment {
  ref: string;
  name: string;
}

/** Whether a zone has exactly these; undefined: it keeps those that it has. */
function hasEnvironments(
  there: { environments: Environment[] },
  given: Environment[] | undefined,
): boolean {
  const lines = (of: Environment[]) => of.map(({ ref, name }) => `${ref} ${name}`).toSorted();
  return given === undefined || lines(there.environments).join() === lines(given).join();
}

/** Purges that wait for an environment keep its ref: they do not depend on these rows. */
async function replaceEnvironments(
  tx: Transaction,
  zoneId: string,
  environments: Environment[],
): Promise<void> {
  await tx.zoneEnvironment.deleteMany({ where: { zoneId } });
  await tx.zoneEnvironment.createMany({ data: environments.map((one) => ({ ...one, zoneId })) });
}

async function loadPolicies(
  tx: Transaction,
  actor: AuditActor,
  policies: DirectoryFile["policies"],
): Promise<void> {
  if (policies.length === 0) return;
  await lockPolicy(tx);
  const { policy } = await loadPolicy(tx);
  const tiers = { ...policy.tiers };
  // What a policy does not name stays as it is.
  for (const { tier, graceSeconds, prove, proveSeconds, secondPurge, bystanders } of policies) {
    const rule = tiers[tier];
    tiers[tier] = {
      ...rule,
      graceSeconds,
      prove: prove ?? rule.prove,
      proveSeconds: proveSeconds ?? rule.proveSeconds,
      secondPurge: secondPurge ?? rule.secondPurge,
      bystanders: bystanders ?? rule.bystanders,
    };
  }
  await savePolicy(tx, actor, { ...policy, tiers }, "From the import file");
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
  secondTenantLine: Loading["secondTenantLine"],
): Promise<void> {
  const rows = await tx.tagPattern.findMany({
    where: { zone: { name: { in: [...new Set(tagPlan.map(({ zone }) => zone))] } } },
    include: { zone: { select: { name: true } } },
    orderBy: { pattern: "asc" },
  });
  const kept = rows.map(({ zone, ...row }) => ({ ...row, zone: zone.name }));
  const seconds = secondTenantLine === "refused" ? secondTenantLines(tagPlan, kept) : [];
  if (seconds.length > 0) refuse(seconds);
  const there = new Map(rows.map((row) => [`${row.zoneId} ${row.pattern}`, row]));
  for (const [index, { zone, ...planned }] of tagPlan.entries()) {
    const zoneId = requireZone(zones, zone, `tagPlan[${index}].zone`);
    const row = there.get(`${zoneId} ${planned.pattern}`);
    if (row !== undefined && isSame(row, planned)) continue;
    await tx.tagPattern.upsert({
      where: { zoneId_pattern: { zoneId, pattern: planned.pattern } },
      create: { id: newId(), zoneId, ...planned },
      update: planned,
    });
  }
}

async function refuseCollisions(
  tx: Transaction,
  tenants: DirectoryFile["tenants"],
  sees: Loading["sees"],
): Promise<void> {
  const there = await tx.tenant.findMany({
    where: {
      OR: [
        { slug: { in: tenants.map(({ slug }) => slug) } },
        { foldedId: { in: tenants.map(({ id }) => id.toLowerCase()) } },
      ],
    },
    select: { id: true, slug: true, foldedId: true, zoneId: true },
  });
  const named = (one: { id: string; zoneId: string }) =>
    sees({ zoneId: one.zoneId, tenantId: one.id });
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
          message: `"${id}" differs only in case from ${named(sameId) ? `the tenant "${sameId.id}"` : "another tenant"}: they would share every purge`,
        },
      ];
    }
    return sameSlug !== undefined && sameSlug.id !== id && !renamed.has(sameSlug.id)
      ? [
          {
            path: `tenants[${index}].slug`,
            message: `"${slug}" is the slug of ${named(sameSlug) ? `tenant ${sameSlug.id}` : "another tenant"}`,
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
  const at = now();
  const data = {
    slug,
    name,
    zoneId,
    searchText: searchText({ id, slug, name, hosts }),
    updatedAt: at,
    // One that was removed is back.
    removedAt: null,
    proveServices: tenant.proveServices ?? false,
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
  const rows = pageRows(tenant.pages, await tx.page.findMany({ where: { tenantId: id } }));
  await tx.page.deleteMany({ where: { tenantId: id } });
  await tx.page.createMany({
    data: rows.map(({ variants, leaveOut, ...row }, position) => ({
      id: newId(),
      tenantId: id,
      position,
      ...row,
      variants: variants as Prisma.InputJsonArray,
      leaveOut: leaveOut as Prisma.InputJsonArray,
    })),
  });
}

interface Loading {
  /** Whether whoever loads it may be told of a zone, or of a tenant in it. */
  sees: (what: { zoneId: string; tenantId: string | null }) => boolean;
  /** Whether a tag plan may get a second line that stands for all of a tenant (one-tenant-line.ts). */
  secondTenantLine: "refused" | "taken";
}

/**
 * Writes what a checked file has, in the caller's transaction. What the file does not name stays as it is, and what
 * is there exactly so is not written again.
 *
 * @throws AppError invalid_input with each place in the file and what is wrong there
 */
export async function loadDirectory(
  tx: Transaction,
  actor: AuditActor,
  { zones, tagPlan, policies, accountLimits, retention, tenants }: DirectoryFile,
  { sees, secondTenantLine }: Loading,
): Promise<{ unchangedTenants: number }> {
  await loadZones(tx, zones, sees);
  const ids = await zoneIds(tx);
  await loadTagPlan(tx, tagPlan, ids, secondTenantLine);
  await loadPolicies(tx, actor, policies);
  await loadAccountLimits(tx, accountLimits);
  if (retention !== undefined) await loadRetention(tx, retention);
  await refuseCollisions(tx, tenants, sees);
  const unchanged = await findUnchangedTenants(tx, tenants);
  for (const [index, tenant] of tenants.entries()) {
    if (unchanged.has(tenant.id)) continue;
    await loadTenant(tx, tenant, requireZone(ids, tenant.zone, `tenants[${index}].zone`));
  }
  await loadCanaries(tx, zones);
  return { unchangedTenants: unchanged.size };
}
