import { db } from "@/lib/platform/database";
import type { Overview } from "@/lib/schemas/overview";
import { type DayCount, keptTenants, startOf } from "./count-day";

const shown = 8;
/** Of so many tenants the counts are completed before the first of them are shown. */
const candidates = 40;

interface Sum {
  id: string;
  purges: number;
  failed: number;
}

function add(sums: Map<string, Sum>, { id, purges, failed }: Sum): void {
  const sum = sums.get(id) ?? { id, purges: 0, failed: 0 };
  sums.set(id, { id, purges: sum.purges + purges, failed: sum.failed + failed });
}

const byPurges = (a: Sum, b: Sum) => b.purges - a.purges || (a.id < b.id ? -1 : 1);

/** What these tenants had on days on whose list they are not: few purges each, by the index of a tenant's purges. */
async function countMissing(ids: string[], days: DayCount[]): Promise<Sum[]> {
  const missing = days
    .filter(({ tenants }) => tenants.length === keptTenants)
    .flatMap(({ day, tenants }) => {
      const listed = new Set(tenants.map(({ id }) => id));
      return ids.filter((id) => !listed.has(id)).map((id) => ({ id, day: startOf(day) }));
    });
  if (missing.length === 0) return [];
  return db().$queryRaw<Sum[]>`
    SELECT m.id, p.purges, p.failed
    FROM unnest(${missing.map(({ id }) => id)}::text[], ${missing.map(({ day }) => day)}::timestamptz[]) AS m (id, day)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS purges, (count(*) FILTER (WHERE status = 'failed'))::int AS failed
      FROM purge WHERE tenant_id = m.id AND requested_at >= m.day AND requested_at < m.day + interval '1 day') p`;
}

/**
 * The tenants with most purges over these days, most first, with exact counts. Those that were on no day's list are not
 * considered: they had fewer on each day than the many that are.
 */
export async function rankTenants(days: DayCount[]): Promise<Overview["topTenants"]> {
  const sums = new Map<string, Sum>();
  for (const { tenants } of days) for (const tenant of tenants) add(sums, tenant);
  const best = [...sums.values()].sort(byPurges).slice(0, candidates);
  const ids = best.map(({ id }) => id);
  const complete = new Map(best.map((sum) => [sum.id, sum]));
  for (const more of await countMissing(ids, days)) add(complete, more);
  const top = [...complete.values()].sort(byPurges).slice(0, shown);
  const tenants = await db().tenant.findMany({
    where: { id: { in: top.map(({ id }) => id) } },
    select: { id: true, slug: true, name: true },
  });
  const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]));
  return top.flatMap(({ id, purges, failed }) => {
    const tenant = byId.get(id);
    return tenant === undefined ? [] : [{ tenant, purges, failed }];
  });
}
