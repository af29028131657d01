import { type AuditActor, writeEntry } from "@/lib/audit/write-entry";
import type { Transaction } from "@/lib/platform/database";
import { can } from "@/lib/schemas/permissions";
import type { Role } from "@/lib/schemas/words";
import type { Person } from "@/prisma/generated/client";

const mayHave = (role: Role | null) => role !== null && can(role, "purge.shared");

/**
 * Takes break-glass from whoever loses the role that may have it, in the transaction of that change: a role that
 * comes back later does not bring it along. An admin gives it anew.
 *
 * @param person as they were before
 * @returns whether they lost it
 */
export async function loseBreakGlass(
  tx: Transaction,
  actor: AuditActor,
  person: Person,
  role: Role | null,
): Promise<boolean> {
  if (!person.mayBreakGlass || (mayHave(person.role) && mayHave(role))) return false;
  await tx.person.update({ where: { id: person.id }, data: { mayBreakGlass: false } });
  await writeEntry(tx, actor, {
    action: "break_glass.grant",
    subject: { kind: "person", id: person.id },
    summary: `${person.email} lost the right to go past the second person with their role`,
    before: { mayBreakGlass: true },
    after: { mayBreakGlass: false },
  });
  return true;
}
