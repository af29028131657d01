import { authorize } from "@/lib/audit/authorize";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { now } from "@/lib/platform/clock";
import { readCursor, writeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { ApprovalList, ApprovalListQuery } from "@/lib/schemas/approvals";
import type { Prisma } from "@/prisma/generated/client";
import { approvalInclude } from "./load-approval";
import { toApprovals } from "./read-approval";

function ofState(state: ApprovalListQuery["state"]): Prisma.ApprovalWhereInput {
  const waiting = { state: "pending", expiresAt: { gt: now() } } as const;
  if (state === "waiting") return waiting;
  return state === "decided" ? { NOT: waiting } : {};
}

/**
 * Purges that wait, or waited, for a second person; the newest first.
 *
 * @throws AppError not_allowed
 */
export async function listApprovals(
  actor: Actor,
  { state, cursor, limit }: ApprovalListQuery,
): Promise<ApprovalList> {
  await authorize(actor, "approval.read", {
    action: "access.refuse",
    subject: { kind: "approval", id: null },
    summary: `${actor.name} was refused the list of approvals`,
  });
  const { policy } = await loadPolicy();
  // Ids of purges sort by the time of the request.
  const before = cursor === undefined ? {} : { purgeId: { lt: readCursor(cursor).id } };
  const rows = await db().approval.findMany({
    where: { AND: [ofState(state), before] },
    include: approvalInclude,
    orderBy: { purgeId: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await toApprovals(actor, policy, page),
    nextCursor:
      rows.length > limit && last ? writeCursor(last.purge.requestedAt, last.purgeId) : null,
  };
}
