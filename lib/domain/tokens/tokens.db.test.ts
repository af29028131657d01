import { beforeAll, expect, test } from "vitest";
import { readToken, readTokenBeside } from "@/lib/auth/read-token";
import { zoneStatement } from "@/lib/domain/gateway/load-zone";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { runPrepared } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { TokenRequest } from "@/lib/schemas/tokens";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { createToken } from "./create-token";
import { listTokens } from "./list-tokens";
import { revokeToken } from "./revoke-token";

const database = withTestDatabase();
let admin: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  admin = await makeActor("admin");
});

const request: TokenRequest = {
  name: "billing, production",
  service: "billing",
  verbs: ["purge", "read"],
  zones: ["example.com"],
  tenants: ["42"],
  selectorKinds: ["tags", "files"],
  source: "app",
  expiresInDays: 90,
};
const make = (more: Partial<TokenRequest> = {}) => createToken(admin, { ...request, ...more });

test("a token lets its service in, with what it was given and nothing else", async () => {
  const { token, secret } = await make();
  expect(secret).toMatch(/^pct_[0-9a-f]{32}_[\w-]{43}$/);
  expect(token).toMatchObject({ service: "billing", zones: [{ name: "example.com" }] });
  expect(await readToken(secret, "request-1")).toEqual({
    kind: "token",
    id: token.id,
    name: "billing, production",
    role: null,
    service: "billing",
    source: "app",
    reach: {
      verbs: ["purge", "read"],
      zoneIds: [token.zones[0]?.id],
      tenantIds: ["42"],
      selectorKinds: ["tags", "files"],
    },
    requestId: "request-1",
  });
  const [listed] = (await listTokens(admin)).items;
  expect(listed?.lastUsedAt).not.toBeNull();
});

test("the secret is nowhere but in the answer", async () => {
  const { secret } = await make();
  const text = secret.slice(-43);
  const rows = await database().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT t::text AS kept FROM service_token t UNION ALL SELECT e::text FROM audit_entry e
    ) all_rows WHERE position(${text} in kept) > 0`;
  expect(rows).toEqual([{ count: 0 }]);
  expect(JSON.stringify(await listTokens(admin))).not.toContain(text);
});

test("making and revoking are on record, with what it was made for", async () => {
  const { token } = await make();
  await revokeToken(admin, token.id, "It was pasted into a chat");
  const entries = await database().auditEntry.findMany({
    where: { subjectId: token.id },
    orderBy: { at: "asc" },
  });
  expect(entries.map(({ action, actorName }) => [action, actorName])).toEqual([
    ["token.create", admin.name],
    ["token.revoke", admin.name],
  ]);
  expect(JSON.parse(entries[0]?.details ?? "")).toMatchObject({ verbs: ["purge", "read"] });
  expect(entries[1]?.reason).toBe("It was pasted into a chat");
});

test("one that is revoked, has expired, or is nearly right lets nobody in", async () => {
  const { token, secret } = await make();
  const wrong = secret.slice(0, -1) + (secret.endsWith("A") ? "B" : "A");
  for (const text of [wrong, secret.slice(0, -1), `${secret}x`, "pct_", "", secret.toUpperCase()]) {
    expect(await readToken(text, "r"), text).toBeNull();
  }
  expect(await readToken(secret, "r")).not.toBeNull();
  await revokeToken(admin, token.id, "No longer needed");
  expect(await readToken(secret, "r")).toBeNull();
  await expect(revokeToken(admin, token.id, "Once more")).rejects.toMatchObject({
    code: "conflict",
  });

  const old = await make();
  await database().serviceToken.update({
    where: { id: old.token.id },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });
  expect(await readToken(old.secret, "r")).toBeNull();
});

test("what an address names is read along with the token, and for nobody who has none", async () => {
  const { token, secret } = await make();
  const zoneId = token.zones[0]?.id ?? "";
  const found = await readTokenBeside(secret, "r", zoneStatement(zoneId));
  expect(found?.service.id).toBe(token.id);
  expect(found?.beside).toMatchObject({ id: zoneId, name: "example.com", environments: [] });
  for (const none of ["f".repeat(32), "no id", ""]) {
    const { beside } = (await readTokenBeside(secret, "r", zoneStatement(none))) ?? {};
    expect(beside, none).toBeNull();
  }
  const wrong = secret.slice(0, -1) + (secret.endsWith("A") ? "B" : "A");
  expect(await readTokenBeside(wrong, "r", zoneStatement(zoneId))).toBeNull();
});

test("only the token's own statement does not wait for the disk", async () => {
  const { secret } = await make();
  const setting = () => runPrepared({ text: "SHOW synchronous_commit", values: [] });
  // All connections that such statements run on.
  const each = { length: 8 };
  await Promise.all(Array.from(each, () => readToken(secret, "r")));
  for (const [row] of await Promise.all(Array.from(each, setting))) {
    expect(row).toEqual({ synchronous_commit: "on" });
  }
});

test("who guesses a token's secret uses up none of its calls", async () => {
  const { token, secret } = await make();
  const kept = await database().serviceToken.findUniqueOrThrow({ where: { id: token.id } });
  await readToken(secret.slice(0, -1) + (secret.endsWith("A") ? "B" : "A"), "r");
  const after = await database().serviceToken.findUniqueOrThrow({ where: { id: token.id } });
  expect(after).toEqual(kept);
  await readToken(secret, "r");
  const used = await database().serviceToken.findUniqueOrThrow({ where: { id: token.id } });
  expect(used.lastUsedAt).not.toBeNull();
  expect(used.callsLeft).toBeLessThan(kept.callsLeft);
});

test("calls beyond the token's allowance are refused with when to try again, and cost nobody else", async () => {
  const { token, secret } = await make();
  const other = await make();
  await database().serviceToken.update({
    where: { id: token.id },
    data: { callsPerSecond: 1, callBucket: 3, callsLeft: 3 },
  });
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => readToken(secret, "r")));
  const refused = answers.flatMap((one) =>
    one.status === "rejected" ? [one.reason as unknown] : [],
  );
  expect(refused).toHaveLength(5);
  expect(refused[0]).toMatchObject({
    code: "too_many_requests",
    message: "This token may make 1 calls a second, and 3 at once.",
  });
  const { retryAfterMs } = refused[0] as { retryAfterMs: number };
  expect(retryAfterMs).toBeGreaterThan(0);
  expect(retryAfterMs).toBeLessThanOrEqual(1_000);
  expect(await readToken(other.secret, "r")).not.toBeNull();
});

test("zones and tenants that there are not are named", async () => {
  await expect(
    make({ zones: ["example.com", "nowhere.com"], tenants: ["4711"] }),
  ).rejects.toMatchObject({
    code: "invalid_input",
    fields: [
      { path: "zones.1", message: "there is no zone nowhere.com" },
      { path: "tenants.0", message: "there is no tenant with the id 4711" },
    ],
  });
});

test.each(["support", "engineer", "auditor"] as const)("%s may not", async (role) => {
  const actor = await makeActor(role);
  const { token } = await make();
  const before = await database().serviceToken.count();
  for (const attempt of [
    () => createToken(actor, request),
    () => listTokens(actor),
    () => revokeToken(actor, token.id, "No right to"),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "not_allowed" });
  }
  expect(await database().serviceToken.count()).toBe(before);
  expect(
    await database().auditEntry.count({ where: { actorId: actor.id, outcome: "refused" } }),
  ).toBe(3);
});
