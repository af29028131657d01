import { authorize, refuse } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { requireRecentSignIn, strictestSignIn } from "@/lib/domain/policies/recent-sign-in";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { GlassGrant, GlassRight } from "@/lib/schemas/approvals";
import { AppError } from "@/lib/schemas/errors";
import { can, rolesWith } from "@/lib/schemas/permissions";

/**
 * Gives somebody the right to go past the second person, or takes it back. No role has it by itself, and nobody
 * gives it to themselves. Both take a sign-in as recent as a change of the policy; who has to be stopped at once is
 * disabled.
 *
 * @throws AppError not_allowed, sign_in_again, not_found, conflict for a role that asks for no such purge
 */
export async function grantBreakGlass(
  actor: Actor,
  personId: string,
  { may, reason }: GlassGrant,
): Promise<GlassRight> {
  const attempt = {
    action: "break_glass.grant" as const,
    subject: { kind: "person", id: personId },
    summary: `${actor.name} was refused to change who may go past the second person`,
  };
  await authorize(actor, "break_glass.grant", attempt);
  if (may && personId === actor.id) {
    const message = "Nobody gives this right to themselves: ask another admin.";
    await refuse(actor, attempt, { code: "not_allowed", message });
  }
  const { policy } = await loadPolicy();
  await requireRecentSignIn(actor, strictestSignIn(policy), attempt);
  await db().$transaction(async (tx) => {
    // Their role stays as it is until this is done.
    await tx.$executeRaw`SELECT 1 FROM person WHERE id = ${personId}::uuid FOR UPDATE`;
    const person = await tx.person.findUnique({ where: { id: personId } });
    if (person === null) throw new AppError("not_found", "There is no person with this id.");
    if (person.mayBreakGlass === may) return;
    if (may && (person.role === null || !can(person.role, "purge.shared"))) {
      const role = person.role === null ? "has no role" : `has the role ${person.role}`;
      const message = `${person.email} ${role}, and asks for no purge that takes a second person: it is for ${rolesWith("purge.shared").join(" and ")}.`;
      throw new AppError("conflict", message);
    }
    await tx.person.update({ where: { id: personId }, data: { mayBreakGlass: may } });
    const done = may ? `gave ${person.email} the right` : `took the right from ${person.email}`;
    await writeEntry(tx, actor, {
      action: "break_glass.grant",
      subject: { kind: "person", id: personId },
      summary: `${actor.name} ${done} to go past the second person`,
      before: { mayBreakGlass: person.mayBreakGlass },
      after: { mayBreakGlass: may },
      reason,
    });
  });
  return { personId, mayBreakGlass: may };
}
