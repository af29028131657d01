import { putTogether } from "@/lib/domain/purges/load-surroundings";
import { db } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";
import type { PurgePlanRequest } from "@/lib/schemas/purges";
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

/** What was asked for, as it was asked for: the targets are those that would be sent. */
export function requestOf({ purge }: ApprovalRow): PurgePlanRequest {
  const { tenantId, method, selectorKind, targets, environment } = purge;
  return {
    tenantId: tenantId ?? "",
    method,
    selector: putTogether(selectorKind, targets),
    ...(environment === null ? {} : { environment }),
  };
}
