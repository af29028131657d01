import type { Transaction } from "@/lib/platform/database";
import type { DirectoryFile } from "@/lib/schemas/directory";
import type { DirectoryPart, DirectoryState } from "@/lib/schemas/directory-changes";

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
    withSettings: file.policies.length + file.accountLimits.length > 0,
  };
}

type State = Map<string, { part: DirectoryPart; id: string; value: DirectoryState }>;

async function readZones(tx: Transaction, ids: string[], state: State): Promise<void> {
  const rows = await tx.zone.findMany({
    where: { id: { in: ids } },
    include: { environments: { select: { ref: true, name: true }, orderBy: { ref: "asc" } } },
  });
  for (const { id, name, accountId, plan, edgeScheme, edgeAddress, environments } of rows) {
    const edge =
      edgeScheme === null || edgeAddress === null
        ? null
        : { scheme: edgeScheme, address: edgeAddress };
    state.set(`zone ${id}`, {
      part: "zone",
      id,
      value: { name, accountId, plan, edge, environments },
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
      zone: { select: { name: true } },
      hosts: { select: { host: true }, orderBy: { position: "asc" } },
      pages: { select: { path: true }, orderBy: { position: "asc" } },
    },
  });
  for (const { id, slug, name, zone, hosts, pages } of rows) {
    const value = {
      slug,
      name,
      zone: zone.name,
      hosts: hosts.map(({ host }) => host),
      pages: pages.map(({ path }) => path),
    };
    state.set(`tenant ${id}`, { part: "tenant", id, value });
  }
}

async function readSettings(tx: Transaction, state: State): Promise<void> {
  for (const { tier, graceSeconds } of await tx.purgePolicy.findMany()) {
    state.set(`policy ${tier}`, { part: "policy", id: tier, value: { graceSeconds } });
  }
  for (const { accountId, plan, ...value } of await tx.accountLimit.findMany()) {
    const id = `${accountId} ${plan}`;
    state.set(`limit ${id}`, { part: "accountLimit", id, value });
  }
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
