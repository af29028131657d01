import { authorize } from "@/lib/audit/authorize";
import { readCursor, writeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { Diagnosis, DiagnosisList, DiagnosisListQuery } from "@/lib/schemas/diagnoses";
import { AppError } from "@/lib/schemas/errors";
import type { Prisma } from "@/prisma/generated/client";
import { diagnosisSelect, summarySelect, toDiagnosis, toSummary } from "./diagnosis-row";

const refused = (actor: Actor) => ({
  action: "access.refuse" as const,
  subject: { kind: "diagnosis", id: null },
  summary: `${actor.name} was refused what was found of stale pages`,
});

/**
 * What was found when people asked why a page is stale, newest first.
 *
 * @throws AppError not_allowed, invalid_input for a cursor that is not ours
 */
export async function listDiagnoses(
  actor: Actor,
  { tenant, cursor, limit }: DiagnosisListQuery,
): Promise<DiagnosisList> {
  await authorize(actor, "diagnosis.read", refused(actor));
  const where: Prisma.DiagnosisWhereInput[] = [];
  if (tenant !== undefined) where.push({ tenantId: tenant });
  if (cursor !== undefined) {
    const { at, id } = readCursor(cursor);
    where.push({ OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] });
  }
  const rows = await db().diagnosis.findMany({
    where: { AND: where },
    select: summarySelect,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toSummary),
    nextCursor: rows.length > limit && last ? writeCursor(last.createdAt, last.id) : null,
  };
}

/**
 * One of them, with all that it rests on.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readDiagnosis(actor: Actor, id: string): Promise<Diagnosis> {
  await authorize(actor, "diagnosis.read", refused(actor));
  const row = await db().diagnosis.findUnique({ where: { id }, select: diagnosisSelect });
  if (row === null) throw new AppError("not_found", "There is no diagnosis with this id.");
  return toDiagnosis(row);
}
