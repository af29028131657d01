import { authorize } from "@/lib/audit/authorize";
import { readCursor, writeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { Comparison, ComparisonList, ComparisonListQuery } from "@/lib/schemas/comparisons";
import { AppError } from "@/lib/schemas/errors";
import type { Prisma } from "@/prisma/generated/client";
import { comparisonInclude, toComparison } from "./comparison-row";

const refused = (actor: Actor) => ({
  action: "access.refuse" as const,
  subject: { kind: "comparison", id: null },
  summary: `${actor.name} was refused comparisons`,
});

/**
 * Comparisons, newest first.
 *
 * @throws AppError not_allowed, invalid_input for a cursor that is not ours
 */
export async function listComparisons(
  actor: Actor,
  { tenant, purge, cursor, limit }: ComparisonListQuery,
): Promise<ComparisonList> {
  await authorize(actor, "comparison.read", refused(actor));
  const where: Prisma.ComparisonWhereInput[] = [];
  if (tenant !== undefined) {
    where.push({ OR: [{ affectedTenantId: tenant }, { controlTenantId: tenant }] });
  }
  if (purge !== undefined) where.push({ purgeId: purge });
  if (cursor !== undefined) {
    const { at, id } = readCursor(cursor);
    where.push({ OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] });
  }
  const rows = await db().comparison.findMany({
    where: { AND: where },
    include: comparisonInclude,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toComparison),
    nextCursor: rows.length > limit && last ? writeCursor(last.createdAt, last.id) : null,
  };
}

/**
 * One comparison.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readComparison(actor: Actor, id: string): Promise<Comparison> {
  await authorize(actor, "comparison.read", refused(actor));
  const row = await db().comparison.findUnique({ where: { id }, include: comparisonInclude });
  if (row === null) throw new AppError("not_found", "There is no comparison with this id.");
  return toComparison(row);
}
