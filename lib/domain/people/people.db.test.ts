import { beforeAll, beforeEach, expect, test } from "vitest";
import { grantBreakGlass } from "@/lib/domain/approvals/grant-break-glass";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/schemas/actor";
import { makeActor, signedInAgo } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { changeRole, disablePerson, enablePerson } from "./change-person";
import { endOwnSessions, endSession, endSessionsOf } from "./end-session";
import { listOwnSessions } from "./list-own-sessions";
import { listPeople, readPerson } from "./list-people";

const database = withTestDatabase();
let admin: Actor;
let other: Actor;
beforeAll(() => useTestEnv());
beforeEach(async () => {
  await database().session.deleteMany();
  await database().person.deleteMany();
  admin = await makeActor("admin");
  other = await makeActor("support");
});

const reason = "They left the company";
const personOf = (actor: Actor) => database().person.findUniqueOrThrow({ where: { id: actor.id } });
const isIn = async ({ sessionId }: Actor) =>
  (await database().session.findUniqueOrThrow({ where: { id: sessionId } })).revokedAt === null;
const refused = (code: string) => expect.objectContaining({ code }) as Error;

test("an admin sees everybody, and where they are signed in", async () => {
  const { items, more } = await listPeople(admin);
  expect(items.map(({ name, role, sessions }) => [name, role, sessions])).toEqual(
    [admin, other].map(({ name, role }) => [name, role, 1]).toSorted(),
  );
  expect(more).toBe(false);
  const { person, sessions } = await readPerson(admin, other.id);
  expect(person).toMatchObject({ name: other.name, mayComeIn: true, roleFromProvider: false });
  expect(sessions).toMatchObject([{ id: other.sessionId, current: false }]);
});

test("nobody but an admin sees or changes people, and each try is on record", async () => {
  const tries = [
    () => listPeople(other),
    () => readPerson(other, admin.id),
    () => changeRole(other, other.id, { role: "admin", reason }),
    () => disablePerson(other, admin.id, reason),
    () => enablePerson(other, admin.id, reason),
    () => endSessionsOf(other, admin.id, reason),
  ];
  const before = await database().auditEntry.count({ where: { outcome: "refused" } });
  for (const each of tries) await expect(each()).rejects.toEqual(refused("not_allowed"));
  const after = await database().auditEntry.count({ where: { outcome: "refused" } });
  expect(after - before).toBe(tries.length);
  expect(await isIn(admin)).toBe(true);
});

test("a role is changed with before and after on record", async () => {
  await changeRole(admin, other.id, { role: "engineer", reason });
  expect((await personOf(other)).role).toBe("engineer");
  const entry = await database().auditEntry.findFirstOrThrow({
    where: { subjectId: other.id, action: "people.change_role" },
  });
  expect(entry.details).toBe("{}");
  // The history names what differs: "role: support → engineer".
  expect([entry.before, entry.after].map((text) => JSON.parse(text ?? "") as unknown)).toEqual([
    { role: "support", disabled: false },
    { role: "engineer", disabled: false },
  ]);
  expect(entry).toMatchObject({ actorName: admin.name, actorRole: "admin", reason });
  await expect(changeRole(admin, other.id, { role: "engineer", reason })).rejects.toEqual(
    refused("conflict"),
  );
});

test("a role is given, and somebody let in again, by a recent sign-in; keeping somebody out takes none", async () => {
  await signedInAgo(admin, 16);
  const again = refused("sign_in_again");
  await expect(changeRole(admin, other.id, { role: "engineer", reason })).rejects.toEqual(again);
  await disablePerson(admin, other.id, reason);
  await expect(enablePerson(admin, other.id, reason)).rejects.toEqual(again);
  expect(await personOf(other)).toMatchObject({ role: "support" });
  const entries = await database().auditEntry.findMany({
    where: { subjectId: other.id, outcome: "refused" },
    orderBy: { at: "asc" },
  });
  expect(entries.map(({ action }) => action)).toEqual(["people.change_role", "people.enable"]);
  await signedInAgo(admin, 14);
  expect(await enablePerson(admin, other.id, reason)).toMatchObject({ disabledAt: null });
  expect(await changeRole(admin, other.id, { role: "engineer", reason })).toMatchObject({
    role: "engineer",
  });
});

test("whoever loses the role that may have break-glass loses it for good, in the same change", async () => {
  const onCall = await makeActor("engineer");
  await grantBreakGlass(admin, onCall.id, { may: true, reason });
  expect(await changeRole(admin, onCall.id, { role: "admin", reason })).toMatchObject({
    mayBreakGlass: true,
  });
  expect(await changeRole(admin, onCall.id, { role: "support", reason })).toMatchObject({
    mayBreakGlass: false,
  });
  await changeRole(admin, onCall.id, { role: "engineer", reason });
  expect(await personOf(onCall)).toMatchObject({ role: "engineer", mayBreakGlass: false });
  const entries = await database().auditEntry.findMany({
    where: { subjectId: onCall.id, action: "break_glass.grant" },
    orderBy: { at: "asc" },
  });
  expect(entries.map(({ before, after, details }) => [before, after, details])).toEqual([
    ['{"mayBreakGlass":false}', '{"mayBreakGlass":true}', "{}"],
    ['{"mayBreakGlass":true}', '{"mayBreakGlass":false}', "{}"],
  ]);
});

test("of a role that goes and break-glass that is given at one moment nothing is left", async () => {
  for (let round = 0; round < 5; round += 1) {
    const onCall = await makeActor("engineer");
    await Promise.allSettled([
      grantBreakGlass(admin, onCall.id, { may: true, reason }),
      changeRole(admin, onCall.id, { role: "support", reason }),
    ]);
    expect(await personOf(onCall)).toMatchObject({ role: "support", mayBreakGlass: false });
  }
});

test("disabling ends every session, and enabling brings none back", async () => {
  const disabled = await disablePerson(admin, other.id, reason);
  expect(disabled).toMatchObject({ mayComeIn: false, sessions: 0 });
  expect(await isIn(other)).toBe(false);
  await enablePerson(admin, other.id, reason);
  expect(await isIn(other)).toBe(false);
  expect((await personOf(other)).disabledAt).toBeNull();
});

test("there is always an admin who can sign in", async () => {
  const second = await makeActor("admin");
  await expect(changeRole(admin, admin.id, { role: null, reason })).rejects.toEqual(
    refused("conflict"),
  );
  await expect(disablePerson(admin, admin.id, reason)).rejects.toEqual(refused("conflict"));
  // Each takes the role from the other at one moment.
  const answers = await Promise.allSettled([
    changeRole(admin, second.id, { role: "support", reason }),
    changeRole(second, admin.id, { role: "support", reason }),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await database().person.count({ where: { role: "admin", disabledAt: null } })).toBe(1);
});

test("an admin of an issuer that is not in force is none who can sign in", async () => {
  const gone = await makeActor("admin");
  await database().person.update({
    where: { id: gone.id },
    data: { issuer: "https://old.example" },
  });
  // `gone` acts by a request that was under way when the setting changed.
  await expect(disablePerson(gone, admin.id, reason)).rejects.toEqual(refused("conflict"));
});

test("a role that the identity provider gives is changed there", async () => {
  const issuer = "https://id.example";
  env().oidc = {
    ...{ issuer, clientId: "c", clientSecret: "s", name: "Id", scope: "openid" },
    ...{ roleClaim: "groups", roleMap: [], trustEmail: false, firstAdmin: null },
  };
  await database().person.update({ where: { id: other.id }, data: { issuer } });
  await expect(changeRole(admin, other.id, { role: "admin", reason })).rejects.toEqual(
    refused("conflict"),
  );
  await disablePerson(admin, other.id, reason);
  env().oidc = null;
});

test("one's own sessions are one's own to see and to end", async () => {
  const { items } = await listOwnSessions(other);
  expect(items).toMatchObject([{ id: other.sessionId, current: true }]);
  await expect(endSession(other, admin.sessionId)).rejects.toEqual(refused("not_found"));
  expect(await isIn(admin)).toBe(true);
  expect(await endOwnSessions(other, true)).toEqual({ ended: 0 });
  expect(await isIn(other)).toBe(true);
  expect(await endOwnSessions(other, false)).toEqual({ ended: 1 });
  expect(await isIn(other)).toBe(false);
  await expect(endSession(other, other.sessionId)).rejects.toEqual(refused("not_found"));
});

test("an admin ends a session of somebody else, or all of them", async () => {
  expect(await endSession(admin, other.sessionId)).toEqual({ ended: 1 });
  expect(await isIn(other)).toBe(false);
  expect(await endSessionsOf(admin, other.id, reason)).toEqual({ ended: 0 });
  const entry = await database().auditEntry.findFirstOrThrow({
    where: { subjectId: other.sessionId },
  });
  expect(entry).toMatchObject({ action: "session.end", actorName: admin.name });
});
