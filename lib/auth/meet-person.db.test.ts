import { beforeAll, expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import type { OidcSettings } from "@/lib/platform/oidc-settings";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { meetPerson } from "./meet-person";

const database = withTestDatabase();
beforeAll(() => {
  useTestEnv({
    OIDC_ISSUER: "https://id.example/",
    OIDC_CLIENT_ID: "console",
    OIDC_CLIENT_SECRET: "secret",
    OIDC_ROLE_CLAIM: "groups",
  });
});

const settings = (over: Partial<OidcSettings> = {}): OidcSettings => {
  const { oidc } = env();
  if (oidc === null) throw new Error("there are settings");
  return { ...oidc, ...over };
};
const claims = (sub: string, email: string, groups: string[] = []) => ({
  ...{ sub, email, email_verified: true, groups },
});
const entriesAbout = async (id: string) =>
  (await database().auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } })).map(
    ({ action, details, before, after }) => [action, details, before, after],
  );

test("whom the provider gives no role is known and has none", async () => {
  const person = await meetPerson(claims("u-1", "one@example.com"), settings(), "r");
  expect(person).toMatchObject({ issuer: "https://id.example", subject: "u-1", role: null });
});

test("name and role follow the provider, the person stays, and each change is on record once", async () => {
  const first = await meetPerson(claims("u-2", "two@example.com", ["support"]), settings(), "r");
  await meetPerson(claims("u-2", "two@example.com", ["support"]), settings(), "r");
  const renamed = await meetPerson(claims("u-2", "new@example.com", ["admin"]), settings(), "r");
  expect(renamed).toMatchObject({ id: first.id, email: "new@example.com", role: "admin" });
  const lost = await meetPerson(claims("u-2", "new@example.com"), settings(), "r");
  expect(lost.role).toBeNull();
  expect(await entriesAbout(first.id)).toEqual([
    ["people.create", '{"issuer":"https://id.example","subject":"u-2"}', null, null],
    ["people.change_role", "{}", '{"role":null}', '{"role":"support"}'],
    ["people.rename", "{}", '{"name":"two@example.com"}', '{"name":"new@example.com"}'],
    ["people.change_role", "{}", '{"role":"support"}', '{"role":"admin"}'],
    ["people.change_role", "{}", '{"role":"admin"}', '{"role":null}'],
  ]);
});

test("whose provider takes the role away loses break-glass with it, and does not get it back", async () => {
  const engineer = claims("u-glass", "glass@example.com", ["engineer"]);
  const { id } = await meetPerson(engineer, settings(), "r");
  await database().person.update({ where: { id }, data: { mayBreakGlass: true } });
  expect(await meetPerson(engineer, settings(), "r")).toMatchObject({ mayBreakGlass: true });
  const support = claims("u-glass", "glass@example.com", ["support"]);
  expect(await meetPerson(support, settings(), "r")).toMatchObject({ mayBreakGlass: false });
  expect(await meetPerson(engineer, settings(), "r")).toMatchObject({
    ...{ role: "engineer", mayBreakGlass: false },
  });
  expect(await entriesAbout(id)).toContainEqual([
    ...["break_glass.grant", "{}"],
    ...['{"mayBreakGlass":true}', '{"mayBreakGlass":false}'],
  ]);
});

test("another person with the same address is another person", async () => {
  const one = await meetPerson(claims("u-3", "same@example.com", ["admin"]), settings(), "r");
  const other = await meetPerson(claims("u-4", "same@example.com"), settings(), "r");
  expect(other.id).not.toBe(one.id);
  expect(other.role).toBeNull();
});

test("twenty first sign-ins of one person at once make one person", async () => {
  const people = await Promise.all(
    Array.from({ length: 20 }, () =>
      meetPerson(claims("u-5", "five@example.com", ["support"]), settings(), "r"),
    ),
  );
  expect(new Set(people.map(({ id }) => id)).size).toBe(1);
  expect((await entriesAbout(people[0]?.id ?? "")).map(([action]) => action)).toEqual([
    "people.create",
    "people.change_role",
  ]);
});

test("where admins give the roles, the first of them is named by the settings, once", async () => {
  await database().person.updateMany({ data: { role: null } });
  const own = { roleClaim: null, firstAdmin: "First@example.com" };
  const unverified = { ...claims("u-6", "first@example.com"), email_verified: false };
  expect((await meetPerson(unverified, settings(own), "r")).role).toBeNull();
  const first = await meetPerson(claims("u-7", "first@example.com"), settings(own), "r");
  expect(first.role).toBe("admin");
  const other = { ...own, firstAdmin: "u-8" };
  expect(
    (await meetPerson(claims("u-8", "eight@example.com"), settings(other), "r")).role,
  ).toBeNull();
  await database().person.update({ where: { id: first.id }, data: { role: "support" } });
  expect((await meetPerson(claims("u-8", "eight@example.com"), settings(other), "r")).role).toBe(
    "admin",
  );
  // A role that was given here is not the provider's to take.
  expect((await meetPerson(claims("u-7", "first@example.com"), settings(other), "r")).role).toBe(
    "support",
  );
});
