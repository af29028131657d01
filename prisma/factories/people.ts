import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { addMs, now } from "@/lib/platform/clock";
import type { Actor } from "@/lib/schemas/actor";
import type { Role } from "@/lib/schemas/words";

const hourMs = 60 * 60 * 1000;

/** Has an actor's sign-in be so many minutes ago; null: nobody said when it was. */
export async function signedInAgo({ sessionId: id }: Actor, minutes: number | null): Promise<void> {
  const authenticatedAt = minutes === null ? null : addMs(now(), -minutes * 60_000);
  await db().session.update({ where: { id }, data: { authenticatedAt } });
}

/** Makes a person of a role who has just signed in, and answers the actor that a request of theirs has. */
export async function makeActor(role: Role): Promise<Actor> {
  const id = newId();
  const email = `${role}-${id.slice(-6)}@example.com`;
  const at = now();
  const sessionId = newId();
  await db().person.create({
    data: {
      ...{ id, email, role, subject: email, createdAt: at, lastSignInAt: at },
      sessions: {
        create: {
          ...{ id: sessionId, createdAt: at, lastUsedAt: at, authenticatedAt: at },
          expiresAt: addMs(at, hourMs),
        },
      },
    },
  });
  return { kind: "person", id, name: email, role, sessionId, requestId: "test" };
}
