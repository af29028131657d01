import { addMs, now } from "@/lib/platform/clock";
import { readCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { PurgeListQuery } from "@/lib/schemas/purges";
import type { PurgeStanding, PurgeStatus } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";
import { lateMs } from "./purge-row";

/** Names that fit what was typed are looked up first; more of them than this narrow nothing anybody can read. */
const mostActors = 200;

const standings: Record<PurgeStanding, () => Prisma.Sql> = {
  waiting: () => Prisma.sql`p.status IN ('awaiting_approval', 'scheduled', 'queued', 'sending')`,
  // As purge-row.ts says it of one: who waits out a grace period is not late.
  late: () => Prisma.sql`p.status IN ('scheduled', 'queued', 'sending')
    AND (p.status <> 'scheduled' OR p.attempt_count > 0)
    AND p.requested_at < ${addMs(now(), -lateMs)}`,
  open: () => Prisma.sql`p.status = 'failed' AND p.resolved_at IS NULL`,
};

function statusIs(status: PurgeStatus | PurgeStanding): Prisma.Sql {
  if (status === "waiting" || status === "late" || status === "open") return standings[status]();
  return Prisma.sql`p.status = ${status}::"PurgeStatus"`;
}

/** The actors whose name has this text in it, from the short list of all names: purges are too many to search. */
async function actorIs(text: string): Promise<Prisma.Sql> {
  const rows = await db().$queryRaw<{ name: string }[]>`
    SELECT name FROM purge_actor WHERE position(lower(${text}) in lower(name)) > 0
    ORDER BY name LIMIT ${mostActors}`;
  const [only, ...others] = rows.map(({ name }) => name);
  if (only === undefined) return Prisma.sql`false`;
  return others.length === 0
    ? Prisma.sql`p.actor_name = ${only}`
    : Prisma.sql`p.actor_name = ANY(${[only, ...others]})`;
}

/** Concerns these tenants and no other. */
function within(tenantIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`(p.tenant_id = ANY(${tenantIds}) OR p.tenant_id IS NULL AND (
    SELECT coalesce(bool_and(t.tenant_id = ANY(${tenantIds})), false)
    FROM purge_tenant t WHERE t.purge_id = p.id))`;
}

/** What a token's rights reach. */
function withinReach(caller: Caller): Prisma.Sql[] {
  if (caller.kind === "person") return [];
  const { zoneIds, tenantIds } = caller.reach;
  return [
    ...(zoneIds.length === 0 ? [] : [Prisma.sql`p.zone_id = ANY(${zoneIds})`]),
    ...(tenantIds.length === 0 ? [] : [within(tenantIds)]),
  ];
}

function place(query: Pick<PurgeListQuery, "cursor" | "after">): Prisma.Sql[] {
  const where: Prisma.Sql[] = [];
  if (query.cursor !== undefined) {
    const { at, id } = readCursor(query.cursor);
    where.push(Prisma.sql`(p.requested_at, p.id) < (${at}, ${id}::uuid)`);
  }
  if (query.after !== undefined) {
    const { at, id } = readCursor(query.after);
    where.push(Prisma.sql`(p.requested_at, p.id) > (${at}, ${id}::uuid)`);
  }
  return where;
}

/**
 * The feed's filters but the tenant's, on purge AS p.
 *
 * @throws AppError invalid_input for a cursor that is not ours
 */
async function conditions(caller: Caller, query: PurgeListQuery): Promise<Prisma.Sql[]> {
  const where = [...withinReach(caller), ...place(query)];
  const { source, status, actor, tag, ticket, from, to } = query;
  if (source !== undefined) where.push(Prisma.sql`p.source = ${source}::"TriggerSource"`);
  if (status !== undefined) where.push(statusIs(status));
  if (actor !== undefined) where.push(await actorIs(actor));
  // Tags are stored in lower case; URLs and prefixes as sent.
  if (tag !== undefined) where.push(Prisma.sql`p.targets && ARRAY[${tag}, lower(${tag})]::text[]`);
  if (ticket !== undefined) where.push(Prisma.sql`p.ticket = ${ticket}`);
  if (from !== undefined) where.push(Prisma.sql`p.requested_at >= ${new Date(from)}`);
  if (to !== undefined) where.push(Prisma.sql`p.requested_at < ${new Date(to)}`);
  return where;
}

const all = (where: Prisma.Sql[]) =>
  where.length === 0 ? Prisma.sql`true` : Prisma.join(where, " AND ");
const newestFirst = Prisma.sql`ORDER BY requested_at DESC, id DESC`;

/** The tenant's own purges, and those that concern it among others; each in order, so that few are read. */
function ofTenant(tenant: string, where: Prisma.Sql, take: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (SELECT p.id, p.requested_at FROM purge p WHERE p.tenant_id = ${tenant} AND ${where}
      ${newestFirst} ${take})
    UNION ALL
    (SELECT p.id, p.requested_at FROM purge_tenant t JOIN purge p ON p.id = t.purge_id
      WHERE t.tenant_id = ${tenant} AND ${where}
      ORDER BY t.requested_at DESC, t.purge_id DESC ${take})`;
}

/**
 * The statement that finds the purges which a caller may see and the filters leave, newest first.
 *
 * @param most how many at most
 * @throws AppError invalid_input for a cursor that is not ours
 */
export async function purgeIdsQuery(
  caller: Caller,
  query: PurgeListQuery,
  most: number,
): Promise<Prisma.Sql> {
  const where = all(await conditions(caller, query));
  const take = Prisma.sql`LIMIT ${most}`;
  return query.tenant === undefined
    ? Prisma.sql`SELECT p.id FROM purge p WHERE ${where} ${newestFirst} ${take}`
    : Prisma.sql`SELECT id FROM (${ofTenant(query.tenant, where, take)}) found ${newestFirst} ${take}`;
}

/** The ids that purgeIdsQuery finds. */
export async function findPurgeIds(
  caller: Caller,
  query: PurgeListQuery,
  most: number,
): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>(await purgeIdsQuery(caller, query, most));
  return rows.map(({ id }) => id);
}

/** How many purges the filters leave in all. */
export async function countPurges(caller: Caller, query: PurgeListQuery): Promise<number> {
  const everywhere = { ...query, cursor: undefined, after: undefined };
  const where = all(await conditions(caller, everywhere));
  const [row] = await db().$queryRaw<{ count: number }[]>(
    query.tenant === undefined
      ? Prisma.sql`SELECT count(*)::int AS count FROM purge p WHERE ${where}`
      : Prisma.sql`SELECT count(*)::int AS count
          FROM (${ofTenant(query.tenant, where, Prisma.empty)}) found`,
  );
  return row?.count ?? 0;
}
