import { addMs, now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import type { TriggerSource } from "@/lib/schemas/words";

/** What was purged on a day. */
export interface DayCount {
  /** UTC, as "2026-03-01". */
  day: string;
  sources: { source: TriggerSource; accepted: number; failed: number; waiting: number }[];
  /** The tenants with most purges, most first; another tenant has at most as many as the last of them. */
  tenants: { id: string; purges: number; failed: number }[];
}

/** So many tenants are kept of a day. */
export const keptTenants = 200;

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** When a day begins. */
export const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/**
 * Whether a day ended long enough ago to be kept. The trigger that notes changes (purge_day_changed) looks at days that
 * ended an hour before: with the hour between, a transaction that it did not look at has ended.
 */
function hasEnded(day: string): boolean {
  return addMs(startOf(day), dayMs + 2 * hourMs) < now();
}

async function count(database: Pick<Transaction, "$queryRaw">, day: string): Promise<DayCount> {
  const from = startOf(day);
  const [row] = await database.$queryRaw<Omit<DayCount, "day">[]>`
    WITH purged AS MATERIALIZED (
      SELECT source, status, tenant_id FROM purge
      WHERE requested_at >= ${from} AND requested_at < ${addMs(from, dayMs)})
    SELECT
      (SELECT coalesce(jsonb_agg(s ORDER BY s.source::text), '[]') FROM (
        SELECT source, count(*) FILTER (WHERE status = 'accepted') AS accepted,
          count(*) FILTER (WHERE status = 'failed') AS failed,
          count(*) FILTER (WHERE status IN ('awaiting_approval', 'scheduled', 'queued', 'sending')) AS waiting
        FROM purged GROUP BY source) s) AS sources,
      (SELECT coalesce(jsonb_agg(t ORDER BY t.purges DESC, t.id), '[]') FROM (
        SELECT tenant_id AS id, count(*) AS purges, count(*) FILTER (WHERE status = 'failed') AS failed
        FROM purged WHERE tenant_id IS NOT NULL
        GROUP BY tenant_id ORDER BY 2 DESC, 1 LIMIT ${keptTenants}) t) AS tenants`;
  return { day, sources: row?.sources ?? [], tenants: row?.tenants ?? [] };
}

/**
 * Counts a day, and keeps what it counted when the day has ended. Who changes purges of that day meanwhile holds a
 * lock until the change is committed (purge_day_changed): while somebody does, nothing is kept.
 */
export async function countDay(day: string): Promise<DayCount> {
  if (!hasEnded(day)) return count(db(), day);
  return db().$transaction(
    async (tx) => {
      const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtext('purge_day'), ${day}::date - DATE '2000-01-01') AS taken`;
      // A statement of its own after the lock: it sees whatever was committed before.
      const counted = await count(tx, day);
      if (lock?.taken === true) {
        const { sources, tenants } = counted;
        await tx.purgeDay.upsert({
          where: { day: startOf(day) },
          create: { day: startOf(day), sources, tenants },
          update: { sources, tenants },
        });
        await tx.purgeDayChange.deleteMany({ where: { day: startOf(day) } });
      }
      return counted;
    },
    { timeout: 60_000, maxWait: 10_000 },
  );
}
