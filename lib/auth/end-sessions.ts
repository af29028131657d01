import { type AuditActor, writeEntries } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";

/** How a session ends before its time. */
export type SessionEnd = "signed out" | "replaced" | "ended by an admin" | "disabled";

/**
 * Ends sessions that have not ended, with an audit entry for each. Their next request is refused, and their
 * streams of changes end at once (a trigger of the database tells every process).
 *
 * @returns how many it ended
 */
export async function endSessions(
  tx: Transaction,
  actor: AuditActor,
  where: { id: string } | { personId: string; NOT?: { id: string } },
  how: SessionEnd,
  reason: string | null = null,
): Promise<number> {
  const at = now();
  const ended = await tx.session.updateManyAndReturn({
    // One that has ended by itself stays as it is: it was not ended by anybody.
    where: { ...where, revokedAt: null, expiresAt: { gt: at } },
    data: { revokedAt: at },
    include: { person: { select: { email: true } } },
  });
  const facts = ended.map(({ id, personId, person: { email } }) => ({
    action: personId === actor.id ? ("session.sign_out" as const) : ("session.end" as const),
    subject: { kind: "session", id },
    summary:
      personId === actor.id ? `${email} signed out` : `${actor.name} ended a session of ${email}`,
    details: { personId, how },
    reason,
  }));
  await writeEntries(tx, actor, facts);
  return ended.length;
}

/** Ends the session of somebody who signs out. Ending it again does nothing. */
export async function signOutOf(sessionId: string, requestId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const session = await tx.session.findUnique({
      where: { id: sessionId },
      select: { person: { select: { id: true, email: true, role: true } } },
    });
    if (session === null) return;
    const { id, email: name, role } = session.person;
    const actor = { kind: "person" as const, id, name, role, requestId };
    await endSessions(tx, actor, { id: sessionId }, "signed out");
  });
}
