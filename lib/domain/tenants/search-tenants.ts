import { authorize } from "@/lib/audit/authorize";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { TenantList, TenantListQuery, TenantSummary } from "@/lib/schemas/tenants";
import { Prisma } from "@/prisma/generated/client";
import { findTenantIds } from "./find-tenant-ids";
import { readTenantSummaries } from "./tenant-row";

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
  const rows = await readTenantSummaries(
    Prisma.sql`SELECT * FROM tenant WHERE id = ANY(${ids}) AND removed_at IS NULL`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Tenants that match a text, best first, for callers that have checked the permission. */
export async function matchTenants(q: string, most: number): Promise<TenantSummary[]> {
  return readInOrder(await findTenantIds(q, most));
}

async function listBySlug(cursor: string | undefined, limit: number): Promise<TenantList> {
  const behind = cursor === undefined ? Prisma.empty : Prisma.sql`AND slug > ${cursor}`;
  const rows = await readTenantSummaries(Prisma.sql`
    SELECT * FROM tenant WHERE removed_at IS NULL ${behind} ORDER BY slug LIMIT ${limit + 1}`);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.slug ?? null) : null };
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
