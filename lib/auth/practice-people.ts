import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { practiceIssuer } from "./issuers";

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
      data: practicePeople.map((person) => ({
        ...{ id: newId(), createdAt: now(), issuer: practiceIssuer, subject: person.email },
        ...person,
      })),
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

/** The person that a practice sign-in names; null when unknown. Asks the database in any case, for as long. */
export async function findPracticePerson(email: string) {
  return db().person.findUnique({
    where: { issuer_subject: { issuer: practiceIssuer, subject: email.slice(0, 320) } },
  });
}
