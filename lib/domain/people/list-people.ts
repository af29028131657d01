import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { PersonDetail, PersonList } from "@/lib/schemas/people";
import { toPerson, withSessions } from "./person-row";
import { readSessions } from "./session-row";

/** More people than this are not listed. */
const mostPeople = 1_000;

const refusal = (actor: Actor, id: string | null) => ({
  action: "access.refuse" as const,
  subject: { kind: "person", id },
  summary: `${actor.name} was refused the list of people`,
});

/**
 * Everybody who ever signed in or tried to, by name.
 *
 * @throws AppError not_allowed
 */
export async function listPeople(actor: Actor): Promise<PersonList> {
  await authorize(actor, "people.manage", refusal(actor, null));
  const rows = await db().person.findMany({
    include: withSessions(),
    orderBy: [{ email: "asc" }, { id: "asc" }],
    take: mostPeople + 1,
  });
  return { items: rows.slice(0, mostPeople).map(toPerson), more: rows.length > mostPeople };
}

/**
 * One person, and where they are signed in.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readPerson(actor: Actor, personId: string): Promise<PersonDetail> {
  await authorize(actor, "people.manage", refusal(actor, personId));
  const row = await db().person.findUnique({ where: { id: personId }, include: withSessions() });
  if (row === null) throw new AppError("not_found", "There is no person with this id.");
  return { person: toPerson(row), sessions: await readSessions(personId, actor.sessionId) };
}
