import { authorize } from "@/lib/audit/authorize";
import { readCursor, writeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { AuditEntry, AuditList, AuditListQuery } from "@/lib/schemas/audit";
import type { Prisma } from "@/prisma/generated/client";

function conditions(query: AuditListQuery): Prisma.AuditEntryWhereInput[] {
  const where: Prisma.AuditEntryWhereInput[] = [];
  const { actor, action, outcome, tenant, from, to, cursor } = query;
  if (actor !== undefined) where.push({ actorName: { contains: actor, mode: "insensitive" } });
  if (action !== undefined) where.push({ action });
  if (outcome !== undefined) where.push({ outcome });
  if (tenant !== undefined) where.push({ tenantId: tenant });
  if (from !== undefined) where.push({ at: { gte: new Date(from) } });
  if (to !== undefined) where.push({ at: { lt: new Date(to) } });
  if (cursor !== undefined) {
    const { at, id } = readCursor(cursor);
    where.push({ OR: [{ at: { lt: at } }, { at, id: { lt: id } }] });
  }
  return where;
}

function toEntry(row: Prisma.AuditEntryGetPayload<object>): AuditEntry {
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
    reason: row.reason,
    ticket: row.ticket,
    requestId: row.requestId,
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
  return {
    items: page.map(toEntry),
    nextCursor: rows.length > query.limit && last ? writeCursor(last.at, last.id) : null,
  };
}
