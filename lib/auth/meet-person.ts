import { type AuditActor, consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { OidcSettings } from "@/lib/platform/oidc-settings";
import type { Role } from "@/lib/schemas/words";
import type { Person } from "@/prisma/generated/client";
import { issuersInForce } from "./issuers";
import { loseBreakGlass } from "./lose-break-glass";
import { type Claims, readName, readRole } from "./read-roles";

/** Any constant: the key of the advisory lock under which it is asked whether there is an admin. */
const adminLock = 7_285_351;

/** Until the transaction ends nobody else changes who is an admin. */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${adminLock})`;
}

/** How many admins can sign in, beside one. */
export function countAdmins(tx: Transaction, butFor?: string): Promise<number> {
  return tx.person.count({
    where: {
      role: "admin",
      disabledAt: null,
      issuer: { in: issuersInForce() },
      ...(butFor === undefined ? {} : { NOT: { id: butFor } }),
    },
  });
}

const actorOf = ({ id, email, role }: Person, requestId: string): AuditActor => ({
  kind: "person",
  id,
  name: email,
  role,
  requestId,
});

async function findOrMake(
  tx: Transaction,
  identity: { issuer: string; subject: string },
  name: string,
  requestId: string,
): Promise<Person> {
  const { count } = await tx.person.createMany({
    data: [{ id: newId(), createdAt: now(), email: name, role: null, ...identity }],
    skipDuplicates: true,
  });
  // Locked: two sign-ins of one person at a time would each tell of the same change.
  await tx.$executeRaw`
    SELECT 1 FROM person WHERE issuer = ${identity.issuer} AND subject = ${identity.subject} FOR UPDATE`;
  const person = await tx.person.findUniqueOrThrow({ where: { issuer_subject: identity } });
  if (count === 1) {
    await writeEntry(tx, actorOf(person, requestId), {
      action: "people.create",
      subject: { kind: "person", id: person.id },
      summary: `${name} came by the identity provider for the first time`,
      details: identity,
    });
  }
  return person;
}

/** The role that the person has from now on. */
async function roleNow(
  tx: Transaction,
  person: Person,
  { given, isFirstAdmin }: { given: Role | null | undefined; isFirstAdmin: boolean },
): Promise<Role | null> {
  if (given !== undefined) return given;
  if (!isFirstAdmin || person.role === "admin") return person.role;
  await lockAdmins(tx);
  return (await countAdmins(tx)) === 0 ? "admin" : person.role;
}

/**
 * The person that an identity provider vouches for, who is known by issuer and subject; name and role are as the
 * provider tells them now. Whoever it tells nothing of is known and has no role.
 */
export async function meetPerson(
  claims: Claims,
  settings: OidcSettings,
  requestId: string,
): Promise<Person> {
  const { name, verified } = readName(claims, settings);
  const subject = String(claims["sub"]);
  const given = readRole(claims, settings);
  const { firstAdmin } = settings;
  const isFirstAdmin =
    firstAdmin !== null &&
    (firstAdmin === subject || (verified && firstAdmin.toLowerCase() === name));
  return db().$transaction(async (tx) => {
    const before = await findOrMake(tx, { issuer: settings.issuer, subject }, name, requestId);
    const role = await roleNow(tx, before, { given, isFirstAdmin });
    if (before.email === name && before.role === role) return before;
    const after = await tx.person.update({ where: { id: before.id }, data: { email: name, role } });
    const about = { kind: "person", id: before.id };
    if (before.email !== name) {
      await writeEntry(tx, actorOf(after, requestId), {
        action: "people.rename",
        subject: about,
        summary: `${before.email} is called ${name} from now on`,
        before: { name: before.email },
        after: { name },
      });
    }
    if (before.role !== role) {
      const by = given === undefined ? "as the first admin" : "by the identity provider";
      const byConsole = { ...consoleActor, requestId };
      await writeEntry(tx, byConsole, {
        action: "people.change_role",
        subject: about,
        summary: `${name} has ${role === null ? "no role" : `the role ${role}`} ${by}`,
        before: { role: before.role },
        after: { role },
      });
      if (await loseBreakGlass(tx, byConsole, before, role))
        return { ...after, mayBreakGlass: false };
    }
    return after;
  });
}
