import type { Transaction } from "@/lib/platform/database";
import type { SecondPerson } from "@/lib/schemas/purges";
import type { Approval, BreakGlass } from "@/prisma/generated/client";

function toApproval({ state, decidedAt, decidedBy, reason }: Approval): SecondPerson["approval"] {
  const decision =
    decidedAt === null ? null : { at: decidedAt.toISOString(), by: decidedBy ?? "unknown", reason };
  return { state, decision };
}

function toPassed(
  { usedAt, reviewedAt, reviewedBy, note }: BreakGlass,
  actorName: string,
): SecondPerson["passed"] {
  const review =
    reviewedAt === null
      ? null
      : { at: reviewedAt.toISOString(), by: reviewedBy ?? "unknown", note: note ?? "" };
  return { at: usedAt.toISOString(), by: actorName, review };
}

/** Who approved a purge, or who sent it past the second person; null: it asked for none. */
export async function readSecondPerson(
  tx: Transaction,
  purgeId: string,
  actorName: string,
): Promise<SecondPerson | null> {
  const approval = await tx.approval.findUnique({ where: { purgeId } });
  const glass = await tx.breakGlass.findUnique({ where: { purgeId } });
  if (approval === null && glass === null) return null;
  return {
    approval: approval === null ? null : toApproval(approval),
    passed: glass === null ? null : toPassed(glass, actorName),
  };
}
