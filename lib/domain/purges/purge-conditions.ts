import { addMs, now } from "@/lib/platform/clock";
import { readCursor } from "@/lib/platform/cursor";
import { db, runPrepared } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { PurgeListQuery } from "@/lib/schemas/purges";
import type { ProofOutcome, PurgeStanding, PurgeStatus } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";
import { lateMs } from "./purge-row";

/** So many names are put into the statement itself, which can then be planned for them; more are joined. */
const mostActors = 200;

const standings: Record<PurgeStanding, () => Prisma.Sql> = {
  waiting: () => Prisma.sql`p.status IN ('awaiting_approval', 'scheduled', 'queued', 'sending')`,
  // As purge-row.ts says it of one: who waits out a grace period is not late.
  late: () => Prisma.sql`p.status IN ('scheduled', 'queued', 'sending')
    AND (p.status <> 'scheduled' OR p.attempt_count > 0)
    AND p.requested_at < ${addMs(now(), -lateMs)}`,
  open: () => Prisma.sql`p.status = 'failed' AND p.resolved_at IS NULL`,
};

function proofIs(outcome: ProofOutcome): Prisma.Sql {
  return outcome === "pending"
    ? Prisma.sql`p.id IN (SELECT purge_id FROM proof WHERE state <> 'ended')`
    : Prisma.sql`p.id IN (SELECT purge_id FROM proof WHERE outcome = ${outcome})`;
}

function statusIs(status: PurgeStatus | PurgeStanding): Prisma.Sql {
  if (status === "waiting" || status === "late" || status === "open") return standings[status]();
  return Prisma.sql`p.status = ${status}::"PurgeStatus"`;
}

/** The names with this text in them, from the short list of all: purges are too many to search. */
const actorsLike = (text: string) =>
  Prisma.sql`SELECT name FROM purge_actor WHERE position(lower(${text}) in lower(name)) > 0`;

/**
 * By an actor whose name has this text in it. The names are asked for beforehand, since a plan that knows them is
 * the right one for frequent and for rare ones; by a statement that is kept prepared, since making its plan would cost
 * more than following it.
 */
async function actorIs(text: string): Promise<Prisma.Sql> {
  const fitting = actorsLike(text);
  const [row] = await runPrepared<{ names: string[] }>(Prisma.sql`
    SELECT ARRAY(${fitting} LIMIT ${mostActors + 1}) AS names`);
  const names = row?.names ?? [];
  if (names.length > mostActors) return Prisma.sql`p.actor_name IN (${fitting})`;
  const [only, ...others] = names;
  if (only === undefined) return Prisma.sql`false`;
  return others.length === 0
    ? Prisma.sql`p.actor_name = ${only}`
    : Prisma.sql`p.actor_name = ANY(${names})`;
}

/**
 * The same for the few purges of a ticket: nothing is gained by knowing the names beforehand, and asking for them costs a
 * statement. IS TRUE keeps PostgreSQL from beginning with the actors' purges, which are many.
 */
const actorIsAmongFew = (text: string) =>
  Prisma.sql`(p.actor_name IN (${actorsLike(text)})) IS TRUE`;

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

/** Where a purge's time and id are looked for: an index can narrow only what it holds itself. */
interface Place {
  at: Prisma.Sql;
  id: Prisma.Sql;
}
const ofPurge: Place = { at: Prisma.sql`p.requested_at`, id: Prisma.sql`p.id` };
const ofShare: Place = { at: Prisma.sql`s.requested_at`, id: Prisma.sql`s.purge_id` };

function inTime({ cursor, after, from, to }: PurgeListQuery, { at, id }: Place): Prisma.Sql[] {
  const where: Prisma.Sql[] = [];
  if (cursor !== undefined) {
    const place = readCursor(cursor);
    where.push(Prisma.sql`(${at}, ${id}) < (${place.at}, ${place.id}::uuid)`);
  }
  if (after !== undefined) {
    const place = readCursor(after);
    where.push(Prisma.sql`(${at}, ${id}) > (${place.at}, ${place.id}::uuid)`);
  }
  if (from !== undefined) where.push(Prisma.sql`${at} >= ${new Date(from)}`);
  if (to !== undefined) where.push(Prisma.sql`${at} < ${new Date(to)}`);
  return where;
}

/** The feed's filters but the tenant's and those of time, on purge AS p. */
async function conditions(caller: Caller, query: PurgeListQuery): Promise<Prisma.Sql[]> {
  const where = withinReach(caller);
  const { source, status, actor, tag, ticket, proof } = query;
  if (source !== undefined) where.push(Prisma.sql`p.source = ${source}::"TriggerSource"`);
  if (status !== undefined) where.push(statusIs(status));
  const areFew = ticket !== undefined;
  if (actor !== undefined) where.push(areFew ? actorIsAmongFew(actor) : await actorIs(actor));
  // Tags are stored in lower case; URLs and prefixes as sent.
  if (tag !== undefined) where.push(Prisma.sql`p.targets && ARRAY[${tag}, lower(${tag})]::text[]`);
  if (ticket !== undefined) where.push(Prisma.sql`lower(p.ticket) = lower(${ticket})`);
  if (proof !== undefined) where.push(proofIs(proof));
  return where;
}

const all = (where: Prisma.Sql[]) =>
  where.length === 0 ? Prisma.sql`true` : Prisma.join(where, " AND ");

const newestFirst = ({ at, id }: Place, most: number) =>
  Prisma.sql`ORDER BY ${at} DESC, ${id} DESC LIMIT ${most}`;

/** The tenant's own purges, and those that concern it among others. */
const concerns = (tenant: string) => Prisma.sql`(p.tenant_id = ${tenant} OR EXISTS (
  SELECT FROM purge_tenant s WHERE s.purge_id = p.id AND s.tenant_id = ${tenant}))`;

/**
 * The statement that finds the purges which a caller may see and the filters leave, newest first. It is written so
 * that indexes bring them in order, and few are read:
 * - a tenant's own purges and those that concern it among others are two ordered lists that are merged;
 * - those with a tag are found first and ordered then (OFFSET 0 keeps that apart): the index for tags has no order, and
 *   PostgreSQL, which knows little of how often a tag occurs, would read all purges from the newest on.
 *
 * @param most how many at most
 * @throws AppError invalid_input for a cursor that is not ours
 */
export async function findPurges(
  caller: Caller,
  query: PurgeListQuery,
  most: number,
): Promise<Prisma.Sql> {
  const where = await conditions(caller, query);
  const own = all([...where, ...inTime(query, ofPurge)]);
  const newest = newestFirst(ofPurge, most);
  const { tenant, tag } = query;
  if (tag !== undefined) {
    const ofTenant = tenant === undefined ? Prisma.empty : Prisma.sql`AND ${concerns(tenant)}`;
    return Prisma.sql`SELECT p.* FROM (SELECT p.* FROM purge p WHERE ${own} ${ofTenant} OFFSET 0) p ${newest}`;
  }
  if (tenant === undefined) return Prisma.sql`SELECT p.* FROM purge p WHERE ${own} ${newest}`;
  return Prisma.sql`SELECT p.* FROM (
    (SELECT p.* FROM purge p WHERE p.tenant_id = ${tenant} AND ${own} ${newest})
    UNION ALL
    (SELECT p.* FROM purge_tenant s JOIN purge p ON p.id = s.purge_id
      WHERE s.tenant_id = ${tenant} AND ${all([...where, ...inTime(query, ofShare)])}
      ${newestFirst(ofShare, most)})) p ${newest}`;
}

/** How many purges the filters leave in all. */
export async function countPurges(caller: Caller, query: PurgeListQuery): Promise<number> {
  const everywhere = { ...query, cursor: undefined, after: undefined };
  const where = [...(await conditions(caller, query)), ...inTime(everywhere, ofPurge)];
  if (query.tenant !== undefined) where.push(concerns(query.tenant));
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM purge p WHERE ${all(where)}`;
  return row?.count ?? 0;
}
