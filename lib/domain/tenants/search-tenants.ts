import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { TenantList, TenantListQuery, TenantSummary } from "@/lib/schemas/tenants";
import { tenantSummarySelect, toTenantSummary } from "./tenant-row";

/** How alike two texts must be to count as a typo, 0 to 1 (pg_trgm's word_similarity). */
const typoThreshold = 0.4;

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

/**
 * Ids of tenants, best match first: the exact id, slug or host; then what begins with the text; then what
 * contains it; then what is spelt nearly like it.
 */
async function findIds(q: string, offset: number, most: number): Promise<string[]> {
  const text = q.toLowerCase();
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('pg_trgm.word_similarity_threshold', ${String(typoThreshold)}, true)`;
    return tx.$queryRaw<{ id: string }[]>`
      SELECT t.id FROM tenant t
      WHERE t.search_text LIKE ${pattern} OR ${text} <% t.search_text
      ORDER BY
        (t.folded_id = ${text} OR t.slug = ${text}
          OR EXISTS (SELECT 1 FROM tenant_host h WHERE h.tenant_id = t.id AND h.host = ${text})) DESC,
        starts_with(t.slug, ${text}) DESC,
        t.search_text LIKE ${pattern} DESC,
        word_similarity(${text}, t.search_text) DESC,
        t.slug
      LIMIT ${most} OFFSET ${offset}`;
  });
  return rows.map(({ id }) => id);
}

/** Tenants by id, in the order of the ids. */
async function readInOrder(ids: string[]): Promise<TenantSummary[]> {
  const rows = await db().tenant.findMany({
    where: { id: { in: ids } },
    select: tenantSummarySelect,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []).map(toTenantSummary);
}

/** Tenants that match a text, best first, for callers that have checked the permission. */
export async function matchTenants(q: string, most: number): Promise<TenantSummary[]> {
  return readInOrder(await findIds(q, 0, most));
}

async function listBySlug(cursor: string | undefined, limit: number): Promise<TenantList> {
  const rows = await db().tenant.findMany({
    ...(cursor === undefined ? {} : { where: { slug: { gt: cursor } } }),
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
  const ids = await findIds(q, offset, limit + 1);
  return {
    items: await readInOrder(ids.slice(0, limit)),
    nextCursor: ids.length > limit ? `after-${offset + limit}` : null,
  };
}
