import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { BrokenGlassList } from "@/lib/schemas/approvals";
import { glassInclude, toBrokenGlass } from "./broken-glass";

const mostListed = 200;

/**
 * Purges for which somebody went past the second person: first those that nobody has reviewed, then the newest.
 *
 * @throws AppError not_allowed
 */
export async function listBrokenGlass(actor: Actor): Promise<BrokenGlassList> {
  await authorize(actor, "approval.read", {
    action: "access.refuse",
    subject: { kind: "approval", id: null },
    summary: `${actor.name} was refused the list of purges past the second person`,
  });
  const rows = await db().breakGlass.findMany({
    include: glassInclude,
    orderBy: [{ reviewedAt: { sort: "desc", nulls: "first" } }, { usedAt: "desc" }],
    take: mostListed,
  });
  return { items: await toBrokenGlass(actor, rows) };
}
