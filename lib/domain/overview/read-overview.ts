import { authorize } from "@/lib/audit/authorize";
import { purgeInclude, toPurge } from "@/lib/domain/purges/purge-row";
import { readSending } from "@/lib/domain/sending/read-sending";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { Overview } from "@/lib/schemas/overview";
import type { TriggerSource } from "@/lib/schemas/words";
import { readConnection } from "./read-connection";

const dayMs = 24 * 60 * 60 * 1000;
const shownFailures = 20;
const shownTenants = 8;

interface DayRow {
  day: string;
  source: TriggerSource;
  accepted: number;
  failed: number;
  waiting: number;
}

/** Days from the first to today, in UTC, as "2026-03-01". */
function daysBack(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    addMs(now(), (index - count + 1) * dayMs)
      .toISOString()
      .slice(0, 10),
  );
}

async function readActivity(days: string[]): Promise<Overview["activity"]> {
  const since = new Date(`${days[0] ?? ""}T00:00:00Z`);
  const rows = await db().$queryRaw<DayRow[]>`
    SELECT to_char(requested_at, 'YYYY-MM-DD') AS day, source::text AS source,
      (count(*) FILTER (WHERE status = 'accepted'))::int AS accepted,
      (count(*) FILTER (WHERE status = 'failed'))::int AS failed,
      (count(*) FILTER (WHERE status IN ('awaiting_approval', 'scheduled', 'queued', 'sending')))::int AS waiting
    FROM purge WHERE requested_at >= ${since}
    GROUP BY 1, 2 ORDER BY 1, 2`;
  return days.map((day) => ({
    day,
    bySource: rows
      .filter((row) => row.day === day)
      .map(({ source, accepted, failed, waiting }) => ({ source, accepted, failed, waiting })),
  }));
}

async function readTopTenants(since: Date): Promise<Overview["topTenants"]> {
  const rows = await db().$queryRaw<
    { id: string; slug: string; name: string; purges: number; failed: number }[]
  >`
    SELECT t.id, t.slug, t.name, p.purges, p.failed FROM (
      SELECT tenant_id, count(*)::int AS purges,
        (count(*) FILTER (WHERE status = 'failed'))::int AS failed
      FROM purge WHERE requested_at >= ${since} AND tenant_id IS NOT NULL
      GROUP BY tenant_id ORDER BY 2 DESC, 1 LIMIT ${shownTenants}) p
    JOIN tenant t ON t.id = p.tenant_id
    ORDER BY p.purges DESC, t.slug`;
  return rows.map(({ purges, failed, ...tenant }) => ({ tenant, purges, failed }));
}

/**
 * What needs a person, and how much was purged by what.
 *
 * @param days how many days of activity, today included
 * @throws AppError not_allowed
 */
export async function readOverview(actor: Actor, days: number): Promise<Overview> {
  await authorize(actor, "purge.read", {
    action: "access.refuse",
    subject: { kind: "overview", id: null },
    summary: `${actor.name} was refused the overview`,
  });
  const open = { status: "failed", resolvedAt: null } as const;
  const dayNames = daysBack(days);
  const [connection, failures, failureCount, waitingCount, sending, activity, topTenants] =
    await Promise.all([
      readConnection(),
      db().purge.findMany({
        where: open,
        include: purgeInclude,
        orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
        take: shownFailures,
      }),
      db().purge.count({ where: open }),
      db().purge.count({
        where: { status: { in: ["awaiting_approval", "scheduled", "queued", "sending"] } },
      }),
      readSending(),
      readActivity(dayNames),
      readTopTenants(new Date(`${dayNames[0] ?? ""}T00:00:00Z`)),
    ]);
  return {
    connection,
    failures: failures.map(toPurge),
    failureCount,
    waitingCount,
    lateCount: sending.reduce((sum, { late }) => sum + late, 0),
    sending,
    activity,
    topTenants,
  };
}
