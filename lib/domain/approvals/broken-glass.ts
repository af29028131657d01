import { readPurgesById } from "@/lib/domain/purges/purge-row";
import type { Actor } from "@/lib/schemas/actor";
import type { BrokenGlass } from "@/lib/schemas/approvals";
import { can } from "@/lib/schemas/permissions";
import type { Purge } from "@/lib/schemas/purges";
import type { Prisma } from "@/prisma/generated/client";

/** What a purge past the second person is read with. */
export const glassInclude = {
  purge: { select: { tenantId: true, actorName: true, ticket: true } },
} as const satisfies Prisma.BreakGlassInclude;

export type GlassRow = Prisma.BreakGlassGetPayload<{ include: typeof glassInclude }>;

/** Why somebody may not review a purge past the second person; null: they may. */
export function whyNotReview(
  actor: Actor,
  { usedById }: Pick<GlassRow, "usedById">,
): string | null {
  if (!can(actor.role, "break_glass.review")) return "An admin reviews it.";
  return usedById === actor.id ? "You sent it: another admin has to review it." : null;
}

/** Purges past the second person as the API answers them. */
export async function toBrokenGlass(
  actor: Actor,
  rows: readonly GlassRow[],
): Promise<BrokenGlass[]> {
  const purges = await readPurgesById(rows.map(({ purgeId }) => purgeId));
  return rows.flatMap((row) => {
    const purge = purges.get(row.purgeId);
    return purge === undefined ? [] : [toOne(actor, row, purge)];
  });
}

function toOne(actor: Actor, row: GlassRow, purge: Purge): BrokenGlass {
  const { usedAt, reviewedAt, reviewedBy, note } = row;
  return {
    purge,
    usedAt: usedAt.toISOString(),
    usedBy: purge.actor.name,
    whyNot: reviewedAt === null ? whyNotReview(actor, row) : null,
    review:
      reviewedAt === null
        ? null
        : { at: reviewedAt.toISOString(), by: reviewedBy ?? "unknown", note: note ?? "" },
  };
}
