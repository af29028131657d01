import { authorize } from "@/lib/audit/authorize";
import { readCursor, writeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type {
  AccountRead,
  FindingKind,
  FindingList,
  FindingsQuery,
  Reconciliation,
  ReconciliationCounts,
  ReconciliationList,
  ReconciliationState,
} from "@/lib/schemas/reconciliations";
import type { Prisma } from "@/prisma/generated/client";

const mostListed = 60;

/** A run as the API answers it. */
export function toReconciliation(row: Prisma.ReconciliationGetPayload<object>): Reconciliation {
  return {
    ...{ id: row.id, from: row.from.toISOString(), to: row.to.toISOString() },
    ...{ askedBy: row.askedBy, askedAt: row.askedAt.toISOString() },
    finishedAt: row.finishedAt?.toISOString() ?? null,
    state: row.state as ReconciliationState | null,
    accounts: row.accounts as unknown as AccountRead[],
    counts: row.finishedAt === null ? null : (row.counts as unknown as ReconciliationCounts),
  };
}

async function requireReader(actor: Actor, id: string | null): Promise<void> {
  await authorize(actor, "desk.read", {
    action: "access.refuse",
    subject: { kind: "reconciliation", id },
    summary: `${actor.name} was refused what was reconciled with Cloudflare`,
  });
}

/**
 * The newest runs, and whether there is a token for the log.
 *
 * @throws AppError not_allowed
 */
export async function listReconciliations(actor: Actor): Promise<ReconciliationList> {
  await requireReader(actor, null);
  const rows = await db().reconciliation.findMany({
    orderBy: [{ askedAt: "desc" }, { id: "desc" }],
    take: mostListed,
  });
  return { items: rows.map(toReconciliation), hasToken: env().cloudflare.auditToken !== null };
}

/** Runs of periods that overlap with this one, the oldest first; for callers that have asked who reads them. */
export async function reconciliationsOf(from: Date, to: Date): Promise<Reconciliation[]> {
  const rows = await db().reconciliation.findMany({
    where: { from: { lt: to }, to: { gt: from } },
    orderBy: [{ askedAt: "asc" }, { id: "asc" }],
    take: mostListed,
  });
  return rows.map(toReconciliation);
}

/**
 * What one run found, the newest first.
 *
 * @throws AppError not_allowed, not_found, invalid_input
 */
export async function listFindings(
  actor: Actor,
  id: string,
  { kind, cursor, limit }: FindingsQuery,
): Promise<FindingList> {
  await requireReader(actor, id);
  const run = await db().reconciliation.findUnique({ where: { id }, select: { id: true } });
  if (run === null) throw new AppError("not_found", "There is no such reconciliation.");
  const place = cursor === undefined ? null : readCursor(cursor);
  const rows = await db().reconciliationFinding.findMany({
    where: {
      reconciliationId: id,
      ...(kind === undefined ? {} : { kind }),
      ...(place === null
        ? {}
        : { OR: [{ at: { lt: place.at } }, { at: place.at, id: { lt: place.id } }] }),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      ...{ id: row.id, kind: row.kind as FindingKind, at: row.at.toISOString() },
      ...{ zone: row.zoneName ?? row.zoneId, what: row.what, actor: row.actor, cfRay: row.cfRay },
      ...{ logId: row.logId, purgeId: row.purgeId, note: row.note },
    })),
    nextCursor: rows.length > limit && last ? writeCursor(last.at, last.id) : null,
  };
}
