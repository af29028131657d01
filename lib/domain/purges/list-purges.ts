import { authorize } from "@/lib/audit/authorize";
import { addMs, now } from "@/lib/platform/clock";
import { readCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { PurgeList, PurgeListQuery } from "@/lib/schemas/purges";
import type { PurgeStanding, PurgeStatus } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";
import { lateMs, purgeInclude, toPurge } from "./purge-row";

const standings: Record<PurgeStanding, () => Prisma.Sql> = {
  waiting: () => Prisma.sql`status IN ('awaiting_approval', 'scheduled', 'queued', 'sending')`,
  late: () => Prisma.sql`status IN ('scheduled', 'queued', 'sending')
    AND requested_at < ${addMs(now(), -lateMs)}`,
  open: () => Prisma.sql`status = 'failed' AND resolved_at IS NULL`,
};

function statusIs(status: PurgeStatus | PurgeStanding): Prisma.Sql {
  if (status === "waiting" || status === "late" || status === "open") return standings[status]();
  return Prisma.sql`status = ${status}::"PurgeStatus"`;
}

/** Of a purge that concerns several tenants purge_tenant names them. */
function concerns(tenant: string): Prisma.Sql {
  return Prisma.sql`id IN (SELECT id FROM purge WHERE tenant_id = ${tenant}
    UNION ALL SELECT purge_id FROM purge_tenant WHERE tenant_id = ${tenant})`;
}

/** What a token's rights reach of the list. */
function withinReach(caller: Caller): Prisma.Sql[] {
  if (caller.kind === "person") return [];
  const { zoneIds, tenantIds } = caller.reach;
  return [
    ...(zoneIds.length === 0 ? [] : [Prisma.sql`zone_id = ANY(${zoneIds})`]),
    ...(tenantIds.length === 0 ? [] : [Prisma.sql`tenant_id = ANY(${tenantIds})`]),
  ];
}

function conditions(query: PurgeListQuery): Prisma.Sql[] {
  const where: Prisma.Sql[] = [];
  const { tenant, source, status, actor, tag, ticket, from, to, cursor, after } = query;
  if (tenant !== undefined) where.push(concerns(tenant));
  if (source !== undefined) where.push(Prisma.sql`source = ${source}::"TriggerSource"`);
  if (status !== undefined) where.push(statusIs(status));
  if (actor !== undefined) {
    where.push(Prisma.sql`position(lower(${actor}) in lower(actor_name)) > 0`);
  }
  // Tags are stored in lower case; URLs and prefixes as sent.
  if (tag !== undefined) where.push(Prisma.sql`targets && ARRAY[${tag}, lower(${tag})]::text[]`);
  if (ticket !== undefined) where.push(Prisma.sql`ticket = ${ticket}`);
  if (from !== undefined) where.push(Prisma.sql`requested_at >= ${new Date(from)}`);
  if (to !== undefined) where.push(Prisma.sql`requested_at < ${new Date(to)}`);
  if (cursor !== undefined) {
    const { at, id } = readCursor(cursor);
    where.push(Prisma.sql`(requested_at, id) < (${at}, ${id}::uuid)`);
  }
  if (after !== undefined) {
    const { at, id } = readCursor(after);
    where.push(Prisma.sql`(requested_at, id) > (${at}, ${id}::uuid)`);
  }
  return where;
}

/**
 * Purges, newest first, by the feed's filters. Pages by place, not by number, so that purges which arrive
 * meanwhile move nothing.
 *
 * @throws AppError not_allowed, invalid_input for a cursor that is not ours
 */
export async function listPurges(actor: Caller, query: PurgeListQuery): Promise<PurgeList> {
  await authorize(actor, "purge.read", {
    action: "access.refuse",
    subject: { kind: "purge", id: null },
    summary: `${actor.name} was refused the list of purges`,
  });
  const where = [...conditions(query), ...withinReach(actor)];
  const all = { ...query, cursor: undefined, after: undefined };
  const total =
    query.status === "open" ? await countAll([...conditions(all), ...withinReach(actor)]) : null;
  const page = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM purge
    ${where.length > 0 ? Prisma.sql`WHERE ${Prisma.join(where, " AND ")}` : Prisma.empty}
    ORDER BY requested_at DESC, id DESC
    LIMIT ${query.limit + 1}`;
  const items = await readInOrder(page.slice(0, query.limit).map(({ id }) => id));
  const last = items.at(-1);
  return {
    items,
    nextCursor: page.length > query.limit && last !== undefined ? last.cursor : null,
    total,
  };
}

async function countAll(where: Prisma.Sql[]): Promise<number> {
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM purge WHERE ${Prisma.join(where, " AND ")}`;
  return row?.count ?? 0;
}

async function readInOrder(ids: string[]) {
  const rows = await db().purge.findMany({ where: { id: { in: ids } }, include: purgeInclude });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []).map(toPurge);
}
