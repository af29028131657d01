import type { Database } from "@/lib/platform/database";
import type { PurgeStatus } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";
import type { Gap } from "./gaps";

/** A recorded change of a purge's state, with what tells who may know of it. */
export interface Change {
  id: number;
  purgeId: string;
  zoneId: string;
  /** The tenants that the purge concerns, as far as they are known. */
  tenantIds: string[];
  from: PurgeStatus | null;
  to: PurgeStatus;
  at: Date;
}

/** At most so many new changes a look, and so many in gaps. */
const mostAtOnce = 1_000;

const columns = Prisma.sql`t.id::float8 AS id, t.purge_id AS "purgeId", p.zone_id AS "zoneId",
  t.from_status AS "from", t.to_status AS "to", t.at,
  CASE WHEN p.tenant_id IS NOT NULL THEN ARRAY[p.tenant_id]
    ELSE ARRAY(SELECT o.tenant_id FROM purge_tenant o WHERE o.purge_id = t.purge_id) END AS "tenantIds"`;

type Row = Partial<Change> & { oldest: string };

/**
 * What is to be seen in the gaps and behind `high`, in the order of the ids, all in one snapshot.
 *
 * @returns the changes, the oldest transaction under way in that snapshot, and whether there may be more
 */
export async function readChanges(prisma: Database, high: number, gaps: readonly Gap[]) {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS oldest, c.*
    FROM (SELECT 1) one LEFT JOIN (
      (SELECT ${columns}
        FROM unnest(${gaps.map(({ lo }) => lo)}::bigint[], ${gaps.map(({ hi }) => hi)}::bigint[])
          AS gap(lo, hi)
        JOIN purge_transition t ON t.id BETWEEN gap.lo AND gap.hi
        JOIN purge p ON p.id = t.purge_id
        ORDER BY t.id LIMIT ${mostAtOnce})
      UNION ALL
      (SELECT ${columns} FROM purge_transition t JOIN purge p ON p.id = t.purge_id
        WHERE t.id > ${high} ORDER BY t.id LIMIT ${mostAtOnce})
    ) c ON true ORDER BY c.id`;
  const changes = rows.filter((row): row is Change & Row => row.id != null);
  const inGaps = changes.filter(({ id }) => id <= high).length;
  return {
    changes,
    oldest: BigInt(rows[0]?.oldest ?? 0),
    allGapsSeen: inGaps < mostAtOnce,
    more: inGaps === mostAtOnce || changes.length - inGaps === mostAtOnce,
  };
}

/** A transaction id that comes after all those that were given out so far. */
export async function nextTransaction(prisma: Database): Promise<bigint> {
  const [row] = await prisma.$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`;
  return BigInt(row?.id ?? 0);
}

/** How far back ids are looked at that are not to be seen yet when following begins. */
const lookBack = 100_000;

/** Where following begins: at the newest id, with the gaps before it. */
export async function readStart(prisma: Database): Promise<{ high: number; gaps: Gap[] }> {
  const rows = await prisma.$queryRaw<{ id: number; next: number | null }[]>`
    SELECT id::float8 AS id, next::float8 AS next FROM (
      SELECT id, lead(id) OVER (ORDER BY id) AS next FROM purge_transition
      WHERE id > (SELECT coalesce(max(id), 0) FROM purge_transition) - ${lookBack}
    ) pair WHERE next IS NULL OR next > id + 1 ORDER BY id`;
  const before = await nextTransaction(prisma);
  const gaps = rows.flatMap(({ id, next }) =>
    next === null ? [] : [{ lo: id + 1, hi: next - 1, before }],
  );
  return { high: rows.at(-1)?.id ?? 0, gaps };
}

/** More than so many changes behind, it is quicker to read the screens anew. */
const mostBehind = 2_000;

/** What has changed behind a place; null: too much, or the place is not in the record any more, or never was. */
export async function readSince(prisma: Database, after: number): Promise<Change[] | null> {
  const [record] = await prisma.$queryRaw<{ first: number; last: number }[]>`
    SELECT coalesce(min(id), 1)::float8 AS first, coalesce(max(id), 0)::float8 AS last
    FROM purge_transition`;
  if (record === undefined || after > record.last || after < record.first - 1) return null;
  const changes = await prisma.$queryRaw<Change[]>`
    SELECT ${columns} FROM purge_transition t JOIN purge p ON p.id = t.purge_id
    WHERE t.id > ${after} ORDER BY t.id LIMIT ${mostBehind + 1}`;
  return changes.length > mostBehind ? null : changes;
}
