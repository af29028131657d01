import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";

/** How long a sign-in lasts at most, in milliseconds. Nothing extends it. */
export const sessionLifetimeMs = 12 * 60 * 60 * 1000;

/** The people of practice mode, one a role. */
const practicePeople = [
  { email: "support@example.com", role: "support" },
  { email: "engineer@example.com", role: "engineer" },
  { email: "auditor@example.com", role: "auditor" },
  { email: "admin@example.com", role: "admin" },
] as const;

/** Makes the practice people that are missing, with an audit entry; leaves those that are there as they are. */
export async function ensurePracticePeople(): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.person.createMany({
      data: practicePeople.map((person) => ({ id: newId(), createdAt: now(), ...person })),
      skipDuplicates: true,
    });
    if (count === 0) return;
    await writeEntry(tx, consoleActor, {
      action: "people.create",
      subject: { kind: "people", id: null },
      summary: `Practice sign-in made ${count} of its people`,
    });
  });
}

/** The person that a practice sign-in names; null when unknown or disabled. */
export async function findPracticePerson(email: string) {
  if (!practicePeople.some((person) => person.email === email)) return null;
  const person = await db().person.findUnique({ where: { email } });
  return person?.disabledAt === null ? person : null;
}

/** Starts a session for a person, with its audit entry. Returns the session's id. */
export async function startSession(personId: string): Promise<string> {
  const createdAt = now();
  const id = newId(createdAt);
  await db().$transaction(async (tx) => {
    const person = await tx.person.findUniqueOrThrow({ where: { id: personId } });
    await tx.session.create({
      data: { id, personId, createdAt, expiresAt: addMs(createdAt, sessionLifetimeMs) },
    });
    await writeEntry(
      tx,
      { kind: "person", id: personId, name: person.email, role: person.role, requestId: id },
      {
        action: "session.sign_in",
        subject: { kind: "session", id },
        summary: `${person.email} signed in`,
      },
    );
  });
  return id;
}

/** Ends a session, with its audit entry. Ending it again does nothing. */
export async function endSession(id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const ended = await tx.session.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: now() },
      include: { person: true },
    });
    for (const { person } of ended) {
      await writeEntry(
        tx,
        { kind: "person", id: person.id, name: person.email, role: person.role, requestId: id },
        {
          action: "session.sign_out",
          subject: { kind: "session", id },
          summary: `${person.email} signed out`,
        },
      );
    }
  });
}
