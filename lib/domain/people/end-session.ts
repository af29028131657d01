import { authorize } from "@/lib/audit/authorize";
import { endSessions } from "@/lib/auth/end-sessions";
import { whileItHolds } from "@/lib/auth/read-actor";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { can } from "@/lib/schemas/permissions";
import type { SessionsEnded } from "@/lib/schemas/people";

const noSuchSession = () =>
  new AppError("not_found", "There is no session with this id that has not ended.");

/**
 * Ends one session: one's own, or as an admin anybody's. Its next request is refused.
 *
 * @throws AppError not_found, also for a session that is not one's own to end
 */
export async function endSession(actor: Actor, sessionId: string): Promise<SessionsEnded> {
  const session = await db().session.findFirst({
    where: { id: sessionId, ...whileItHolds() },
    select: { personId: true },
  });
  if (session === null) throw noSuchSession();
  const isOwn = session.personId === actor.id;
  if (!isOwn && !can(actor.role, "people.manage")) throw noSuchSession();
  const how = isOwn ? "signed out" : "ended by an admin";
  const ended = await db().$transaction((tx) => endSessions(tx, actor, { id: sessionId }, how));
  return { ended };
}

/**
 * Signs whoever asks out everywhere. Everybody may.
 *
 * @param keepCurrent whether the session that asks goes on
 */
export async function endOwnSessions(actor: Actor, keepCurrent: boolean): Promise<SessionsEnded> {
  const where = { personId: actor.id, ...(keepCurrent ? { NOT: { id: actor.sessionId } } : {}) };
  const ended = await db().$transaction((tx) => endSessions(tx, actor, where, "signed out"));
  return { ended };
}

/**
 * Ends all sessions of a person. They may sign in again: disabling is what keeps them out.
 *
 * @throws AppError not_allowed, not_found
 */
export async function endSessionsOf(
  actor: Actor,
  personId: string,
  reason: string,
): Promise<SessionsEnded> {
  await authorize(actor, "people.manage", {
    action: "session.end",
    subject: { kind: "person", id: personId },
    summary: `${actor.name} was refused to end a person's sessions`,
  });
  const person = await db().person.findUnique({ where: { id: personId }, select: { id: true } });
  if (person === null) throw new AppError("not_found", "There is no person with this id.");
  const ended = await db().$transaction((tx) =>
    endSessions(tx, actor, { personId }, "ended by an admin", reason),
  );
  return { ended };
}
