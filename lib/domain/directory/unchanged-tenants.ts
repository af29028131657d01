import type { Transaction } from "@/lib/platform/database";
import type { DirectoryFile } from "@/lib/schemas/directory";
import type { DirectoryPage } from "@/lib/schemas/directory-page";
import { pagesAfter } from "./page-rows";
import { readDirectory } from "./read-directory";

function unchangedTenants(
  tenants: DirectoryFile["tenants"],
  before: Awaited<ReturnType<typeof readDirectory>>,
): Set<string> {
  const same = tenants.filter(({ id, slug, name, zone, hosts, pages, proveServices }) => {
    const there = before.get(`tenant ${id}`)?.value;
    const given = {
      slug,
      name,
      zone,
      hosts: [...new Set(hosts)],
      pages: pagesAfter(pages, (there?.["pages"] ?? []) as DirectoryPage[]),
      proveServices: proveServices ?? false,
    };
    return there !== undefined && JSON.stringify(there) === JSON.stringify(given);
  });
  return new Set(same.map(({ id }) => id));
}

/** So many tenants are held against the database at once: a file may have 200,000. */
const mostAtOnce = 1_000;

/**
 * Ids of the file's tenants that are there exactly as the file has them, read part by part. For when the file's
 * zones are loaded: a name may have become another zone's.
 */
export async function findUnchangedTenants(
  tx: Transaction,
  tenants: DirectoryFile["tenants"],
): Promise<Set<string>> {
  const unchanged = new Set<string>();
  for (let from = 0; from < tenants.length; from += mostAtOnce) {
    const some = tenants.slice(from, from + mostAtOnce);
    const tenantIds = some.map(({ id }) => id);
    const nothing = { zoneIds: [], tagZones: [], tags: new Set<string>(), withSettings: false };
    const there = await readDirectory(tx, { ...nothing, tenantIds });
    for (const id of unchangedTenants(some, there)) unchanged.add(id);
  }
  return unchanged;
}
