import { expect, test } from "vitest";
import { readAuthenticatedAt, readName, readRole } from "./read-roles";

test.each([
  ["groups", [], { groups: ["engineer"] }, "engineer"],
  ["groups", [], { groups: "support" }, "support"],
  ["groups", [], { groups: ["auditor", "admin", "support"] }, "admin"],
  ["groups", [], { groups: ["root"] }, null],
  ["groups", [], {}, null],
  ["realm_access.roles", [], { realm_access: { roles: ["auditor"] } }, "auditor"],
  ["realm_access.roles", [], { realm_access: "roles" }, null],
  ["https://a.example/roles", [], { "https://a.example/roles": ["admin"] }, "admin"],
  ["constructor", [], {}, null],
] as const)("the claim %s, map %j, of %j gives %s", (roleClaim, roleMap, claims, role) => {
  expect(readRole(claims, { roleClaim, roleMap: [...roleMap] })).toBe(role);
});

test("a map gives roles by its own values alone", () => {
  const roleMap = [
    { role: "admin" as const, value: "CN=purge,DC=example" },
    { role: "support" as const, value: "desk" },
    { role: "support" as const, value: "desk-2" },
  ];
  const read = (groups: unknown) => readRole({ groups }, { roleClaim: "groups", roleMap });
  expect(read(["desk-2"])).toBe("support");
  expect(read(["desk", "CN=purge,DC=example"])).toBe("admin");
  expect(read(["admin"])).toBeNull();
  expect(read([["desk"]])).toBeNull();
});

test("without a claim the provider is not asked", () => {
  expect(readRole({ groups: ["admin"] }, { roleClaim: null, roleMap: [] })).toBeUndefined();
});

test("an address that nobody vouches for is nobody's name", () => {
  const issuer = "https://id.example/realm";
  const email = "Boss@example.com";
  const read = (claims: object, trustEmail = false) =>
    readName({ sub: "u-1", email, ...claims }, { issuer, trustEmail });
  expect(read({ email_verified: true })).toEqual({ name: "boss@example.com", verified: true });
  for (const claims of [{}, { email_verified: false }, { email_verified: true, email: 1 }])
    expect(read(claims)).toEqual({ name: "u-1 (id.example)", verified: false });
  expect(read({}, true).name).toBe("boss@example.com");
  expect(read({ email_verified: false }, true).verified).toBe(false);
});

test("a time that is none, or lies ahead, does not make a sign-in younger", () => {
  const at = new Date("2026-11-29T12:00:00Z");
  const seconds = at.getTime() / 1000;
  expect(readAuthenticatedAt({ auth_time: seconds - 60 }, at)).toEqual(
    new Date("2026-11-29T11:59:00Z"),
  );
  expect(readAuthenticatedAt({ auth_time: seconds + 3600 }, at)).toEqual(at);
  for (const auth_time of [undefined, "1", Number.NaN, -1, 0])
    expect(readAuthenticatedAt({ auth_time }, at)).toBeNull();
});
