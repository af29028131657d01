import { db } from "@/lib/platform/database";
import type { TenantPage } from "./find-page";

/** How many tenants a finding names. */
const mostNamed = 5;

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a page may mean by a text: as it stands there, without HTML's escapes, and in small letters. */
function spellings(text: string): string[] {
  const plain = text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? "");
  return [text, plain, plain.toLowerCase()];
}

/**
 * Other tenants of the zone whose marker stands on a page, by slug. A marker that is no tenant's is nobody's:
 * only one that names another tenant says that the page may be another's.
 *
 * @param found what stands in the marker's place on the page
 */
export async function findOtherTenants(
  { marker, tenant, zoneId }: Pick<TenantPage, "marker" | "tenant" | "zoneId">,
  found: string[],
): Promise<string[]> {
  if (marker === null) return [];
  const own = tenant[marker.names].toLowerCase();
  const isOwn = (text: string) => spellings(text).includes(own);
  const others = found.filter((text) => !isOwn(text)).flatMap(spellings);
  if (others.length === 0) return [];
  const rows = await db().tenant.findMany({
    where: { zoneId, id: { not: tenant.id }, [marker.names]: { in: [...new Set(others)] } },
    select: { slug: true },
    orderBy: { slug: "asc" },
    take: mostNamed,
  });
  return rows.map(({ slug }) => slug);
}
