import { db } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";
import type { Prisma } from "@/prisma/generated/client";

/** What an approval is read with. */
export const approvalInclude = {
  purge: { include: { zone: { select: { name: true } } } },
} as const satisfies Prisma.ApprovalInclude;

export type ApprovalRow = Prisma.ApprovalGetPayload<{ include: typeof approvalInclude }>;

/**
 * The approval of a purge.
 *
 * @throws AppError not_found when the purge is not there or needs none
 */
export async function loadApproval(purgeId: string): Promise<ApprovalRow> {
  const row = await db().approval.findUnique({ where: { purgeId }, include: approvalInclude });
  if (row === null) throw new AppError("not_found", "There is no purge that waits under this id.");
  return row;
}
