import { encode } from "next-auth/jwt";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { sessionCookieName } from "@/lib/auth/session-cookies";
import { createToken } from "@/lib/domain/tokens/create-token";
import { addMs, now } from "@/lib/platform/clock";
import { openDatabase, type OpenDatabase, useDatabase } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import { importGatewayDirectory, zones } from "@/prisma/factories/gateway";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { documentedRoles, findRoutes, type FoundRoute } from "@/prisma/testing/changing-routes";
import { freshServerDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";

// No route changes anything while the entry that tells of it cannot be written. The console has a role of its own here.

interface Place {
  params?: Record<string, string>;
  body?: unknown;
  /** Whether a service asks, and not a person. */
  service?: boolean;
  /** Whether the auditor asks, and not the admin. */
  auditor?: boolean;
}

let owner: OpenDatabase;
let asConsole: OpenDatabase;
let admin: Actor;
let cookie: string;
let auditorCookie: string;
let token: string;
let places: Record<string, Place>;
let url: string;

async function cookieOf({ sessionId }: Actor): Promise<string> {
  // That it is used is noted now and then, and is no change that anybody asked for.
  await owner.prisma.session.update({
    where: { id: sessionId },
    data: { lastUsedAt: addMs(now(), 3_600_000) },
  });
  const value = await encode({ token: { sid: sessionId }, secret: env().nextAuthSecret });
  return `${sessionCookieName()}=${value}`;
}

// Every route is asked in each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000 });

const period = { from: "2026-01-01T00:00:00Z", to: "2026-01-31T00:00:00Z" };

/** A sample of the one entry that there is. */
async function drawOne(): Promise<{ id: string; entryId: string }> {
  const { id: entryId } = await owner.prisma.auditEntry.findFirstOrThrow();
  const id = newId();
  await owner.prisma.deskSample.create({
    data: {
      ...{ id, question: "wide_purges", asked: { ...period, asOf: period.to }, seed: "1", size: 1 },
      ...{ population: 1, populationDigest: "", entryIds: [entryId], drawnAt: now() },
      ...{ drawnById: admin.id, drawnBy: admin.name },
    },
  });
  return { id, entryId };
}

async function makePlaces(): Promise<Record<string, Place>> {
  const of = { zoneId: zones.main, tenantId: "42", tier: "object", targets: ["invoice:1"] };
  const failure = { ...of, status: "failed" as const, finishedAt: now() };
  const waiting = { ...of, status: "scheduled" as const, notBefore: addMs(now(), 3_600_000) };
  const [failed = "", scheduled = ""] = await queuePurges([makePurge(failure), makePurge(waiting)]);
  const comparison = newId();
  await owner.prisma.comparison.create({
    data: {
      ...{ id: comparison, affectedTenantId: "42", controlTenantId: "77", path: "/billing" },
      ...{ createdById: admin.id, createdAt: now() },
      ...{ verdictCode: "not_judged", verdictSummary: "Not judged yet", verdictReasons: [] },
    },
  });
  const made = await createToken(admin, {
    ...{
      name: "reports",
      service: "billing",
      source: "app",
      expiresInDays: 30,
      zones: [],
      tenants: [],
    },
    ...{ verbs: ["purge", "report", "write"], selectorKinds: ["tags"] },
  });
  token = made.secret;
  const reason = "because of the test";
  const drawn = await drawOne();
  const purge = { method: "purge", selector: { tags: ["tenant:42"] } };
  const at = now().toISOString();
  const zone = { zoneId: zones.main };
  const environment = { ...zone, environmentId: "5ta91n6e" };
  const tags = { service: true, body: { tags: ["tenant:42"] } };
  return {
    "POST /api/v1/purges": { body: { tenantId: "42", ...purge, reason, confirmation: "acme" } },
    "POST /api/v1/purges/[purgeId]/resolution": { params: { purgeId: failed }, body: { reason } },
    "POST /api/v1/purges/[purgeId]/retry": { params: { purgeId: failed }, body: { reason } },
    "POST /api/v1/purges/retries": { body: { reason } },
    "POST /api/v1/purges/[purgeId]/cancellation": {
      params: { purgeId: scheduled },
      body: { reason },
    },
    "POST /api/v1/tokens": {
      body: {
        ...{ name: "another", service: "billing", verbs: ["purge"], selectorKinds: ["tags"] },
        ...{ source: "app", expiresInDays: 30 },
      },
    },
    "POST /api/v1/tokens/[tokenId]/revocation": {
      params: { tokenId: made.token.id },
      body: { reason },
    },
    "PUT /api/v1/tenants/[tenantId]": {
      params: { tenantId: "42" },
      body: { slug: "acme", name: "Acme AG", zone: "example.com", hosts: ["acme.example.com"] },
    },
    "DELETE /api/v1/tenants/[tenantId]": { params: { tenantId: "90" }, body: {} },
    "PUT /api/v1/zones/[zoneId]": {
      params: { zoneId: "5".repeat(32) },
      body: { name: "new.example", accountId: "6".repeat(32), plan: "free" },
    },
    "PUT /api/v1/tag-plan/[zone]": { params: { zone: "example.org" }, body: { patterns: [] } },
    "POST /api/v1/audit/verification": { body: {} },
    "POST /api/v1/desk/samples": {
      auditor: true,
      body: { question: "wide_purges", ...period, seed: "2026-01", size: 5 },
    },
    "POST /api/v1/desk/samples/[sampleId]/sign-offs": {
      auditor: true,
      params: { sampleId: drawn.id },
      body: { entryId: drawn.entryId, finding: "in_order", note: reason },
    },
    "POST /api/v1/reconciliations": { body: period },
    "POST /api/v1/purge-events": {
      service: true,
      body: {
        ...{
          eventId: "event-1",
          zone: zones.main,
          selector: { tags: ["tenant:42"] },
          at,
        },
        ...{ result: { status: "accepted" } },
      },
    },
    "POST /client/v4/zones/[zoneId]/purge_cache": { params: zone, ...tags },
    "POST /client/v4/zones/[zoneId]/invalidate_cache": { params: zone, ...tags },
    "POST /client/v4/zones/[zoneId]/environments/[environmentId]/purge_cache": {
      params: environment,
      ...tags,
    },
    "POST /client/v4/zones/[zoneId]/environments/[environmentId]/invalidate_cache": {
      params: environment,
      ...tags,
    },
  };
}

/** Asks a route as the admin, or as a service. One without a line is asked with an empty body. */
async function ask({ name, method, handler }: FoundRoute): Promise<number> {
  const { params = {}, body = {}, service = false, auditor = false } = places[name] ?? {};
  const headers = {
    ...{ "content-type": "application/json", "idempotency-key": newId(), prefer: "respond-async" },
    host: new URL(env().nextAuthUrl).host,
    ...(service
      ? { authorization: `Bearer ${token}` }
      : { cookie: auditor ? auditorCookie : cookie, origin: env().nextAuthUrl }),
  };
  const request = new Request(`${env().nextAuthUrl}/x`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  return (await handler(request, { params: Promise.resolve(params) })).status;
}

/** What is in every table, but for the record and a token's allowance of calls. */
async function everything(): Promise<Record<string, string>> {
  const tables = await owner.prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'
      AND tablename NOT LIKE 'audit%' ORDER BY 1`;
  expect(tables.length).toBeGreaterThan(20);
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const row = name === "service_token" ? "(id, revoked_at)" : "t";
    const [found] = await owner.prisma.$queryRawUnsafe<{ digest: string }[]>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(${row}::text, '|' ORDER BY t::text)), '') AS digest FROM "${name}" t`,
    );
    digests[name] = found?.digest ?? "";
  }
  return digests;
}

const sql = (statement: string) => owner.prisma.$executeRawUnsafe(statement);

async function openAsConsole(): Promise<void> {
  const as = new URL(url);
  as.username = "console";
  as.password = "change-me";
  asConsole = await openDatabase({ url: as.href, ownerUrl: url, dataDir: "none" });
  useDatabase(asConsole);
}

beforeAll(async () => {
  useTestEnv({ PROBE_PRIVATE_EDGES: "127.0.0.1:9", PRACTICE_SIGN_IN: "on" });
  url = (await freshServerDatabase()) ?? "";
  owner = await openDatabase({ url, dataDir: "none" });
  await owner.migrate();
  for (const statement of documentedRoles()) await sql(statement);
  await openAsConsole();
  expect(await asConsole.migrate()).toEqual([]);
  await importGatewayDirectory("127.0.0.1:9");
  admin = await makeActor("admin");
  cookie = await cookieOf(admin);
  auditorCookie = await cookieOf(await makeActor("auditor"));
  places = await makePlaces();
});
afterAll(async () => {
  await asConsole.close();
  await sql("DROP OWNED BY console");
  await sql("DROP ROLE console");
  await owner.close();
});

test("the console's role reads and adds, and changes or removes nothing of the record", async () => {
  const prisma = asConsole.prisma;
  expect(await prisma.auditEntry.count()).toBeGreaterThan(0);
  const forbidden = ["audit_entry", "audit_link", "audit_log", "audit_stub"].flatMap((table) => [
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${table} DISABLE TRIGGER USER`,
  ]);
  for (const statement of [...forbidden, "UPDATE audit_entry SET summary = ''"]) {
    await expect(prisma.$executeRawUnsafe(statement), statement).rejects.toThrow(
      /permission denied|must be owner/,
    );
  }
});

describe("while the entry cannot be written, every route answers 503 and changes nothing", () => {
  const undo: string[] = [];
  afterEach(async () => {
    for (const statement of undo.splice(0)) await sql(statement);
  });

  async function expectNothing(): Promise<void> {
    const routes = await findRoutes();
    expect(routes.length).toBeGreaterThan(20);
    expect(Object.keys(places).filter((name) => !routes.some((one) => one.name === name))).toEqual(
      [],
    );
    const before = await everything();
    const answers: Record<string, number> = {};
    for (const route of routes) answers[route.name] = await ask(route);
    expect(await everything()).toEqual(before);
    const expected = Object.fromEntries(Object.keys(places).map((name) => [name, 503]));
    expect(answers).toMatchObject(expected);
  }

  test("the right to add was taken away", async () => {
    await sql("REVOKE INSERT ON audit_entry FROM console");
    undo.push("GRANT INSERT ON audit_entry TO console");
    await expectNothing();
  });

  test("the table is gone", async () => {
    await sql("ALTER TABLE audit_entry RENAME TO audit_entry_away");
    undo.push("ALTER TABLE audit_entry_away RENAME TO audit_entry");
    await expectNothing();
  });

  test("the database takes too long", async () => {
    await sql("ALTER ROLE console SET statement_timeout = '150ms'");
    await sql(`CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$`);
    await sql(`CREATE TRIGGER audit_entry_slow BEFORE INSERT ON audit_entry
      FOR EACH STATEMENT EXECUTE FUNCTION be_slow()`);
    undo.push("DROP TRIGGER audit_entry_slow ON audit_entry", "DROP FUNCTION be_slow()");
    undo.push("ALTER ROLE console RESET statement_timeout");
    await asConsole.close();
    await openAsConsole();
    await expectNothing();
  });
});

test("when it can be written again, the same requests are taken", async () => {
  await asConsole.close();
  await openAsConsole();
  const request = (await findRoutes()).find(({ name }) => name === "POST /api/v1/tokens");
  expect(request && (await ask(request))).toBe(201);
});
