import { readPurgeRows, toPurge } from "@/lib/domain/purges/purge-row";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { Watch, WatchedPage } from "@/lib/schemas/watches";
import { Prisma } from "@/prisma/generated/client";

const watchInclude = {
  person: { select: { email: true } },
  pages: {
    include: { tenant: { select: { id: true, slug: true, name: true } } },
    orderBy: { position: "asc" },
  },
} as const satisfies Prisma.WatchInclude;

type WatchRow = Prisma.WatchGetPayload<{ include: typeof watchInclude }>;

/** A watch is often started because of a purge of a moment ago, in milliseconds. */
const beforeStartMs = 60_000;
const mostPurges = 10;

function toPage({ tenant, path, url, seen, at, ...rest }: WatchRow["pages"][number]): WatchedPage {
  const { httpStatus, age, colo, ttfbMs, error } = rest;
  const last = at === null ? null : { at: at.toISOString(), httpStatus, age, colo, ttfbMs, error };
  return { tenant, path, url, seen, last };
}

/** Why nothing is probed for a watch any more; null: it goes on. */
function overOf({ endedAt, endsAt }: Pick<WatchRow, "endedAt" | "endsAt">): Watch["over"] {
  if (endedAt !== null) return "ended";
  return endsAt <= now() ? "time" : null;
}

/**
 * A watch as the API answers it, for callers that have checked the permission.
 *
 * @throws AppError not_found
 */
export async function readSavedWatch(actor: Actor, id: string): Promise<Watch> {
  const row = await db().watch.findUnique({ where: { id }, include: watchInclude });
  if (row === null) throw new AppError("not_found", "There is no watch with this id.");
  const tenantIds = [...new Set(row.pages.map(({ tenant }) => tenant.id))];
  const since = addMs(row.startedAt, -beforeStartMs);
  const purges = await readPurgeRows(
    db(),
    Prisma.sql`SELECT * FROM purge WHERE tenant_id = ANY(${tenantIds}) AND requested_at >= ${since}
      AND requested_at <= ${row.endedAt ?? row.endsAt}
      ORDER BY requested_at DESC, id DESC LIMIT ${mostPurges}`,
  );
  return {
    id,
    startedAt: row.startedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    over: overOf(row),
    by: row.person.email,
    mine: row.personId === actor.id,
    pages: row.pages.map(toPage),
    purges: purges.map(toPurge),
  };
}
