import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import type { AuditAction } from "@/lib/schemas/audit-actions";
import { endSessions } from "@/lib/auth/end-sessions";
import { loseBreakGlass } from "@/lib/auth/lose-break-glass";
import { countAdmins, lockAdmins } from "@/lib/auth/meet-person";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { requireRecentSignIn, strictestSignIn } from "@/lib/domain/policies/recent-sign-in";
import { now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { Person, RoleChange } from "@/lib/schemas/people";
import type { Person as Row } from "@/prisma/generated/client";
import { toPerson, withSessions } from "./person-row";

interface Change {
  action: AuditAction;
  personId: string;
  reason: string;
  /** Whether it takes a sign-in as recent as a change of the policy: by a role one may have what the policy guards. */
  recently: boolean;
  /** What is written. @throws AppError conflict when there is nothing to change */
  data: (before: Row) => Partial<Pick<Row, "role" | "disabledAt">>;
  summary: (name: string) => string;
}

const roleInWords = (role: string | null) => (role === null ? "no role" : `the role ${role}`);

function before(row: Row) {
  return { role: row.role, disabled: row.disabledAt !== null };
}

/** Somebody who can sign in has to be able to undo it: an admin does not change themselves, and one stays. */
async function keepAnAdmin(tx: Transaction, actor: Actor, row: Row): Promise<void> {
  if (row.id === actor.id) {
    throw new AppError("conflict", "Nobody changes their own rights: ask another admin.");
  }
  if (row.role !== "admin" || row.disabledAt !== null) return;
  if ((await countAdmins(tx, row.id)) === 0) {
    throw new AppError("conflict", `${row.email} is the last admin who can sign in.`);
  }
}

async function changePerson(actor: Actor, change: Change): Promise<Person> {
  const { action, personId, reason, recently, data, summary } = change;
  const subject = { kind: "person", id: personId };
  const attempt = {
    ...{ action, subject, reason },
    summary: `${actor.name} was refused to change a person`,
  };
  await authorize(actor, "people.manage", attempt);
  if (recently) {
    const { policy } = await loadPolicy();
    await requireRecentSignIn(actor, strictestSignIn(policy), attempt);
  }
  return db().$transaction(async (tx) => {
    // Two admins who take the role from each other at one moment would leave none.
    await lockAdmins(tx);
    // Nor may break-glass be given at the moment in which the role for it goes.
    await tx.$executeRaw`SELECT 1 FROM person WHERE id = ${personId}::uuid FOR UPDATE`;
    const row = await tx.person.findUnique({ where: { id: personId } });
    if (row === null) throw new AppError("not_found", "There is no person with this id.");
    const written = data(row);
    await keepAnAdmin(tx, actor, row);
    const changed = await tx.person.update({
      where: { id: personId },
      data: written,
      include: withSessions(),
    });
    await writeEntry(tx, actor, {
      action,
      subject,
      summary: `${actor.name} ${summary(row.email)}`,
      before: before(row),
      after: before(changed),
      reason,
    });
    const lost = await loseBreakGlass(tx, actor, row, changed.role);
    if (changed.disabledAt === null) {
      return toPerson(lost ? { ...changed, mayBreakGlass: false } : changed);
    }
    await endSessions(tx, actor, { personId }, "disabled", reason);
    return toPerson({ ...changed, _count: { sessions: 0 } });
  });
}

/**
 * Gives a person another role, or none. It counts from their next request on. With the role that may have it they
 * lose break-glass.
 *
 * @throws AppError not_allowed, sign_in_again, not_found, conflict for oneself, for the last admin, and where the identity
 *   provider gives the roles
 */
export function changeRole(actor: Actor, personId: string, { role, reason }: RoleChange) {
  return changePerson(actor, {
    action: "people.change_role",
    ...{ personId, reason, recently: true },
    data: (row) => {
      if (row.role === role) {
        throw new AppError("conflict", `${row.email} has ${roleInWords(role)} already.`);
      }
      if (toPerson({ ...row, _count: { sessions: 0 } }).roleFromProvider) {
        const message = `The identity provider gives ${row.email} a role, at each sign-in. Change it there, or disable them here.`;
        throw new AppError("conflict", message);
      }
      return { role };
    },
    summary: (name) => `gave ${name} ${roleInWords(role)}`,
  });
}

/**
 * Keeps a person out: all their sessions end, and they cannot sign in. Takes no recent sign-in: it may be urgent, and
 * lets nobody do more.
 *
 * @throws AppError not_allowed, not_found, conflict for oneself, for the last admin, and when it is so already
 */
export function disablePerson(actor: Actor, personId: string, reason: string) {
  return changePerson(actor, {
    action: "people.disable",
    ...{ personId, reason, recently: false },
    data: (row) => {
      if (row.disabledAt !== null)
        throw new AppError("conflict", `${row.email} is disabled already.`);
      return { disabledAt: now() };
    },
    summary: (name) => `disabled ${name}`,
  });
}

/**
 * Lets a person in again, with the role that they have.
 *
 * @throws AppError not_allowed, sign_in_again, not_found, conflict when they are not disabled
 */
export function enablePerson(actor: Actor, personId: string, reason: string) {
  return changePerson(actor, {
    action: "people.enable",
    ...{ personId, reason, recently: true },
    data: (row) => {
      if (row.disabledAt === null) throw new AppError("conflict", `${row.email} is not disabled.`);
      return { disabledAt: null };
    },
    summary: (name) => `enabled ${name}`,
  });
}
