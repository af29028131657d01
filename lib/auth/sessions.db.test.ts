import { beforeAll, expect, test } from "vitest";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { endSession, ensurePracticePeople, findPracticePerson, startSession } from "./sessions";

const database = withTestDatabase();
beforeAll(() => {
  useTestEnv();
});
const actions = async () =>
  (await database().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);

test("practice people are made once, and signing in and out is on record", async () => {
  await ensurePracticePeople();
  await ensurePracticePeople();
  expect(await database().person.count()).toBe(4);
  expect(await findPracticePerson("nobody@example.com")).toBeNull();
  const person = await findPracticePerson("support@example.com");
  const session = await startSession(person?.id ?? "");
  await endSession(session);
  await endSession(session);
  expect(await actions()).toEqual(["people.create", "session.sign_in", "session.sign_out"]);
});

test("a disabled person does not sign in", async () => {
  await database().person.updateMany({
    where: { email: "auditor@example.com" },
    data: { disabledAt: new Date() },
  });
  expect(await findPracticePerson("auditor@example.com")).toBeNull();
});
