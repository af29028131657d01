import { loadPolicy } from "@/lib/domain/policies/load-policy";
import type { Transaction } from "@/lib/platform/database";
import type { DirectoryFile } from "@/lib/schemas/directory";
import type { Canary } from "@/prisma/generated/client";
import type { DirectoryPart, DirectoryState } from "@/lib/schemas/directory-changes";
import { pageState } from "./page-rows";

/** Which parts of the directory are compared. */
export interface Named {
  zoneIds: string[];
  /** Tag patterns of these zones: all of them, or those that are named as "zone pattern". */
  tagZones: string[];
  tags: ReadonlySet<string> | "all";
  tenantIds: string[];
  withSettings: boolean;
}

/** What a file names. */
export function namedBy(file: DirectoryFile, wholePlan: boolean): Named {
  return {
    zoneIds: file.zones.map(({ id }) => id),
    tagZones: [...new Set(file.tagPlan.map(({ zone }) => zone))],
    tags: wholePlan
      ? "all"
      : new Set(file.tagPlan.map(({ zone, pattern }) => `${zone} ${pattern}`)),
    tenantIds: file.tenants.map(({ id }) => id),
    withSettings:
      file.policies.length + file.accountLimits.length > 0 || file.retention !== undefined,
  };
}

type State = Map<string, { part: DirectoryPart; id: string; value: DirectoryState }>;

/** As the import file has it. */
function canaryState({ tenantId, controlId, path, ...canary }: Canary): DirectoryState {
  const { editUrl, objectTags, everyHours, oldAfterDays } = canary;
  return {
    tenant: tenantId,
    control: controlId,
    path,
    edit: editUrl,
    objectTags,
    everyHours,
    oldAfterDays,
  };
}

function reached(scheme: string | null, address: string | null) {
  return scheme === null || address === null ? null : { scheme, address };
}

async function readZones(tx: Transaction, ids: string[], state: State): Promise<void> {
  const rows = await tx.zone.findMany({
    where: { id: { in: ids } },
    include: {
      environments: { select: { ref: true, name: true }, orderBy: { ref: "asc" } },
      canary: true,
    },
  });
  for (const row of rows) {
    const { id, name, accountId, plan, tieredCache, tenantMarker, environments, canary } = row;
    const edge = reached(row.edgeScheme, row.edgeAddress);
    const origin = reached(row.originScheme, row.originAddress);
    const { originHeader, originSecret } = row;
    const header =
      originHeader === null || originSecret === null
        ? {}
        : { header: { name: originHeader, secret: originSecret } };
    state.set(`zone ${id}`, {
      part: "zone",
      id,
      value: {
        name,
        accountId,
        plan,
        tieredCache,
        edge,
        origin: origin && { ...origin, ...header },
        tenantMarker,
        environments,
        canary: canary && canaryState(canary),
      },
    });
  }
}

async function readTags(tx: Transaction, { tagZones, tags }: Named, state: State): Promise<void> {
  const rows = await tx.tagPattern.findMany({
    where: { zone: { name: { in: tagZones } } },
    include: { zone: { select: { name: true } } },
    orderBy: { pattern: "asc" },
  });
  for (const { zone, pattern, scope, owner, trigger, routes } of rows) {
    const id = `${zone.name} ${pattern}`;
    if (tags !== "all" && !tags.has(id)) continue;
    state.set(`tag ${id}`, { part: "tag", id, value: { scope, owner, trigger, routes } });
  }
}

async function readTenants(tx: Transaction, ids: string[], state: State): Promise<void> {
  const rows = await tx.tenant.findMany({
    where: { id: { in: ids }, removedAt: null },
    select: {
      id: true,
      slug: true,
      name: true,
      proveServices: true,
      zone: { select: { name: true } },
      hosts: { select: { host: true }, orderBy: { position: "asc" } },
      pages: { orderBy: { position: "asc" } },
    },
  });
  for (const { id, slug, name, zone, hosts, pages, proveServices } of rows) {
    const value = {
      slug,
      name,
      zone: zone.name,
      hosts: hosts.map(({ host }) => host),
      pages: pages.map(pageState),
      proveServices,
    };
    state.set(`tenant ${id}`, { part: "tenant", id, value });
  }
}

async function readSettings(tx: Transaction, state: State): Promise<void> {
  const { policy } = await loadPolicy(tx);
  for (const [tier, rule] of Object.entries(policy.tiers)) {
    const { graceSeconds, prove, proveSeconds, secondPurge, bystanders } = rule;
    const value = { graceSeconds, prove, proveSeconds, secondPurge, bystanders };
    state.set(`policy ${tier}`, { part: "policy", id: tier, value });
  }
  for (const { accountId, plan, ...value } of await tx.accountLimit.findMany()) {
    const id = `${accountId} ${plan}`;
    state.set(`limit ${id}`, { part: "accountLimit", id, value });
  }
  const newest = await tx.retentionPolicy.findFirst({ orderBy: { version: "desc" } });
  if (newest === null) return;
  const { purgeDays, comparisonDays, writeDays, sessionDays } = newest;
  const value = { purgeDays, comparisonDays, writeDays, sessionDays };
  state.set("retention", { part: "retention", id: "retention", value });
}

/** The named parts of the directory as they are now. A removed tenant is not there. */
export async function readDirectory(tx: Transaction, named: Named): Promise<State> {
  const state: State = new Map();
  if (named.zoneIds.length > 0) await readZones(tx, named.zoneIds, state);
  if (named.tagZones.length > 0) await readTags(tx, named, state);
  if (named.tenantIds.length > 0) await readTenants(tx, named.tenantIds, state);
  if (named.withSettings) await readSettings(tx, state);
  return state;
}
