import { authorize, refuse } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { BrokenGlass } from "@/lib/schemas/approvals";
import { AppError } from "@/lib/schemas/errors";
import { glassInclude, toBrokenGlass, whyNotReview } from "./broken-glass";

/**
 * Notes that somebody else has looked at a purge past the second person. Once, and never one's own.
 *
 * @throws AppError not_allowed, not_found, conflict when it was reviewed before
 */
export async function reviewBrokenGlass(
  actor: Actor,
  purgeId: string,
  note: string,
): Promise<BrokenGlass> {
  const attempt = {
    action: "break_glass.review" as const,
    subject: { kind: "purge", id: purgeId },
    summary: `${actor.name} was refused to review a purge past the second person`,
  };
  await authorize(actor, "break_glass.review", attempt);
  const row = await db().breakGlass.findUnique({ where: { purgeId }, include: glassInclude });
  if (row === null) throw new AppError("not_found", "No such purge went past the second person.");
  const why = whyNotReview(actor, row);
  if (why !== null) await refuse(actor, attempt, { code: "not_allowed", message: why });
  await db().$transaction(async (tx) => {
    const { count } = await tx.breakGlass.updateMany({
      where: { purgeId, reviewedAt: null },
      data: { reviewedAt: now(), reviewedById: actor.id, reviewedBy: actor.name, note },
    });
    if (count === 0) throw new AppError("conflict", "Somebody has reviewed it before.");
    await writeEntry(tx, actor, {
      action: "break_glass.review",
      subject: { kind: "purge", id: purgeId },
      tenantId: row.purge.tenantId,
      summary: `${actor.name} reviewed a purge for which ${row.purge.actorName} went past the second person`,
      reason: note,
      ticket: row.purge.ticket,
    });
  });
  const reviewed = await db().breakGlass.findUniqueOrThrow({
    where: { purgeId },
    include: glassInclude,
  });
  const [answer] = await toBrokenGlass(actor, [reviewed]);
  if (answer === undefined) throw new AppError("not_found", "The purge was removed meanwhile.");
  return answer;
}
