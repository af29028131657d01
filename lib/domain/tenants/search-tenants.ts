import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { TenantList, TenantListQuery, TenantSummary } from "@/lib/schemas/tenants";
import { findTenantIds } from "./find-tenant-ids";
import { tenantSummarySelect, toTenantSummary } from "./tenant-row";

/** Beyond so many matches a search is not gone through to its end: another letter narrows it. */
const mostMatches = 500;

function readOffset(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const match = /^after-(\d{1,6})$/.exec(cursor);
  if (match === null) {
    throw new AppError("invalid_input", "cursor: not a cursor that this list gave", [
      { path: "cursor", message: "not a cursor that this list gave" },
    ]);
  }
  return Number(match[1]);
}

/** Tenants by id, in the order of the ids. */
async function readInOrder(ids: string[]): Promise<TenantSummary[]> {
  const rows = await db().tenant.findMany({
    where: { id: { in: ids }, removedAt: null },
    select: tenantSummarySelect,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []).map(toTenantSummary);
}

/** Tenants that match a text, best first, for callers that have checked the permission. */
export async function matchTenants(q: string, most: number): Promise<TenantSummary[]> {
  return readInOrder(await findTenantIds(q, most));
}

async function listBySlug(cursor: string | undefined, limit: number): Promise<TenantList> {
  const rows = await db().tenant.findMany({
    where: { removedAt: null, ...(cursor === undefined ? {} : { slug: { gt: cursor } }) },
    select: tenantSummarySelect,
    orderBy: { slug: "asc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    items: page.map(toTenantSummary),
    nextCursor: rows.length > limit ? (page.at(-1)?.slug ?? null) : null,
  };
}

/**
 * Tenants by id, slug, name or host, tolerant of typos; all of them by slug for an empty text.
 *
 * @throws AppError not_allowed, invalid_input for a cursor that is not ours
 */
export async function searchTenants(
  actor: Actor,
  { q, cursor, limit }: TenantListQuery,
): Promise<TenantList> {
  await authorize(actor, "tenant.read", {
    action: "access.refuse",
    subject: { kind: "tenant", id: null },
    summary: `${actor.name} was refused the list of tenants`,
  });
  if (q === "") return listBySlug(cursor, limit);
  const offset = readOffset(cursor);
  const most = Math.min(mostMatches, offset + limit + 1);
  const ids = (await findTenantIds(q, most)).slice(offset);
  return {
    items: await readInOrder(ids.slice(0, limit)),
    nextCursor: ids.length > limit ? `after-${offset + limit}` : null,
  };
}
