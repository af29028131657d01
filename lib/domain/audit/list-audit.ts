import { authorize } from "@/lib/audit/authorize";
import { readCursor, writeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { AuditEntry, AuditList, AuditListQuery } from "@/lib/schemas/audit";
import type { Prisma } from "@/prisma/generated/client";

function conditions(query: AuditListQuery): Prisma.AuditEntryWhereInput[] {
  const where: Prisma.AuditEntryWhereInput[] = [];
  const { actor, action, outcome, tenant, from, to, cursor, subjectKind, subjectId } = query;
  if (actor !== undefined) where.push({ actorName: { contains: actor, mode: "insensitive" } });
  if (action !== undefined) where.push({ action });
  if (outcome !== undefined) where.push({ outcome });
  if (tenant !== undefined) where.push({ tenantId: tenant });
  if (subjectKind !== undefined) where.push({ subjectKind });
  if (subjectId !== undefined) where.push({ subjectId });
  if (from !== undefined) where.push({ at: { gte: new Date(from) } });
  if (to !== undefined) where.push({ at: { lt: new Date(to) } });
  if (cursor !== undefined) {
    const { at, id } = readCursor(cursor);
    where.push({ OR: [{ at: { lt: at } }, { at, id: { lt: id } }] });
  }
  return where;
}

/** The places in the chain of those that are in it, by their ids. */
export async function readPlaces(ids: string[]): Promise<Map<string, number>> {
  const links = await db().auditLink.findMany({
    where: { entryId: { in: ids } },
    select: { entryId: true, seq: true },
  });
  return new Map(links.map(({ entryId, seq }) => [entryId, Number(seq)]));
}

/** An entry as the API answers it. */
export function toEntry(
  row: Prisma.AuditEntryGetPayload<object>,
  places: Map<string, number>,
): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, name: row.actorName, role: row.actorRole },
    action: row.action,
    outcome: row.outcome,
    subject: { kind: row.subjectKind, id: row.subjectId },
    tenantId: row.tenantId,
    summary: row.summary,
    details: row.details,
    before: row.before,
    after: row.after,
    reason: row.reason,
    ticket: row.ticket,
    requestId: row.requestId,
    address: row.address,
    seq: places.get(row.id) ?? null,
  };
}

/**
 * The record: who did what when, newest first.
 *
 * @throws AppError not_allowed, invalid_input for a cursor that is not ours
 */
export async function listAudit(actor: Actor, query: AuditListQuery): Promise<AuditList> {
  await authorize(actor, "audit.read", {
    action: "access.refuse",
    subject: { kind: "audit", id: null },
    summary: `${actor.name} was refused the audit record`,
  });
  const rows = await db().auditEntry.findMany({
    where: { AND: conditions(query) },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const places = await readPlaces(page.map(({ id }) => id));
  return {
    items: page.map((row) => toEntry(row, places)),
    nextCursor: rows.length > query.limit && last ? writeCursor(last.at, last.id) : null,
  };
}
