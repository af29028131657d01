import { authorize } from "@/lib/audit/authorize";
import { readPlaces, toEntry } from "@/lib/domain/audit/list-audit";
import { readCursor, writeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { AuditEntry } from "@/lib/schemas/audit";
import type { DeskListQuery, DeskRows } from "@/lib/schemas/desk";
import type { DeskQuestionId } from "@/lib/schemas/desk-questions";
import { Prisma } from "@/prisma/generated/client";
import { type Asked, entriesOf, readAsked } from "./question-sql";

/** Entries by their ids, in that order; null: retention has removed it. */
export async function readEntries(ids: string[]): Promise<(AuditEntry | null)[]> {
  const rows = await db().auditEntry.findMany({ where: { id: { in: ids } } });
  const places = await readPlaces(ids);
  const entries = new Map(rows.map((row) => [row.id, toEntry(row, places)]));
  return ids.map((id) => entries.get(id) ?? null);
}

/** One page of a question's answer, the newest entries first. */
export async function readPage(
  question: DeskQuestionId,
  asked: Asked,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<DeskRows> {
  const place = cursor === undefined ? null : readCursor(cursor);
  const behind =
    place === null ? Prisma.empty : Prisma.sql`AND (e.at, e.id) < (${place.at}, ${place.id}::uuid)`;
  const rows = await db().$queryRaw<{ id: string; at: Date }[]>`
    SELECT e.id::text AS id, e.at FROM audit_entry e WHERE ${entriesOf(question, asked)} ${behind}
    ORDER BY e.at DESC, e.id DESC LIMIT ${limit + 1}`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const entries = await readEntries(page.map(({ id }) => id));
  return {
    items: entries.filter((entry) => entry !== null),
    nextCursor: rows.length > limit && last ? writeCursor(last.at, last.id) : null,
  };
}

/**
 * The entries that answer a saved question, the newest first.
 *
 * @throws AppError not_allowed, invalid_input
 */
export async function listAnswer(
  actor: Actor,
  question: DeskQuestionId,
  { cursor, limit, ...query }: DeskListQuery,
): Promise<DeskRows> {
  await authorize(actor, "desk.read", {
    action: "access.refuse",
    subject: { kind: "desk", id: question },
    summary: `${actor.name} was refused the auditor's desk`,
  });
  return readPage(question, await readAsked(query), { cursor, limit });
}
