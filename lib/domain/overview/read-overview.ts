import { authorize } from "@/lib/audit/authorize";
import { readPurgeRows, toPurge } from "@/lib/domain/purges/purge-row";
import { purgesKnownSince } from "@/lib/domain/purges/purges-known-since";
import { readSending } from "@/lib/domain/sending/read-sending";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { Overview } from "@/lib/schemas/overview";
import { Prisma } from "@/prisma/generated/client";
import { rankTenants } from "./rank-tenants";
import { readConnection } from "./read-connection";
import { readDays } from "./read-days";
import { readProofs } from "./read-proofs";

const dayMs = 24 * 60 * 60 * 1000;
const shownFailures = 20;

const openFailures = Prisma.sql`SELECT * FROM purge WHERE status = 'failed' AND resolved_at IS NULL
  ORDER BY requested_at DESC, id DESC LIMIT ${shownFailures}`;

/** Days from the first to today, in UTC, as "2026-03-01". */
function daysBack(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    addMs(now(), (index - count + 1) * dayMs)
      .toISOString()
      .slice(0, 10),
  );
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
  const [connection, failures, failureCount, waitingCount, sending, proofs, counted, knownSince] =
    await Promise.all([
      readConnection(),
      readPurgeRows(db(), openFailures),
      db().purge.count({ where: open }),
      db().purge.count({
        where: { status: { in: ["awaiting_approval", "scheduled", "queued", "sending"] } },
      }),
      readSending(),
      readProofs(),
      readDays(dayNames),
      purgesKnownSince(),
    ]);
  return {
    connection,
    failures: failures.map(toPurge),
    failureCount,
    waitingCount,
    lateCount: sending.reduce((sum, { late }) => sum + late, 0),
    sending,
    proofs,
    activity: counted.map(({ day, sources }) => ({ day, bySource: sources })),
    topTenants: await rankTenants(counted),
    knownSince: knownSince?.toISOString() ?? null,
  };
}
