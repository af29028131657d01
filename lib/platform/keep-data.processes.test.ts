import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queuePlace } from "@/lib/domain/sending/lanes";
import { startSender } from "@/lib/domain/sending/start-sender";
import { type CdnServer, startCdnServer } from "@/prisma/testing/cdn-server";
import { passTime } from "@/prisma/testing/pass-time";
import { freshServerDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { openDatabase, type OpenDatabase, useDatabase } from "./database";

// An upgrade from the first version: a database that its one migration made, with rows of every kind in it.
const first = "20261121100000_init";
const zoneId = "0123456789abcdef0123456789abcdef";
const uuid = (n: number) => `019b0000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const seconds = (n: number) => new Date(Date.parse("2026-11-21T12:00:00.000Z") + n * 1_000);
const fromNow = (s: number) => new Date(Math.round(Date.now() / 1_000 + s) * 1_000);

type Row = Record<string, unknown>;

const purge = (n: number, over: Row): Row => ({
  id: uuid(n),
  zone_id: zoneId,
  tenant_id: "42",
  method: "purge",
  selector_kind: "tags",
  targets: [`invoice:${n}`],
  tier: "object",
  source: "job",
  actor_kind: "service",
  actor_name: "nightly-statements",
  trace_id: `trace-${n}`,
  requested_at: seconds(n),
  not_before: seconds(n),
  ...over,
});
const attempt = (purgeN: number, number: number, over: Row = {}): Row => ({
  id: uuid(purgeN * 100 + number),
  purge_id: uuid(purgeN),
  number,
  started_at: seconds(purgeN + number),
  errors: "[]",
  ...over,
});
const answered = (outcome: string, httpStatus: number | null, message: string): Row => ({
  ...{ finished_at: seconds(500), outcome, http_status: httpStatus, message },
  ...{ cf_ray: "8f-FRA", duration_ms: 321 },
});
const person = {
  ...{ actor_kind: "person", actor_id: uuid(1), actor_name: "support@example.com" },
  ...{ actor_role: "support", reason: "stale invoice", ticket: "T-1" },
};
const failedAt = { status: "failed", finished_at: seconds(600), attempt_count: 1 };
const refused = '[{"code": 1012, "message": "Request must contain one of"}]';

/** Purge 10 to 18: one of each state that the first version knew, and what it had tried for them. */
const rows: Record<string, Row[]> = {
  zone: [
    {
      ...{ id: zoneId, name: "example.com", account_id: "a".repeat(32), plan: "enterprise" },
      ...{ created_at: seconds(0), updated_at: seconds(0) },
    },
  ],
  tag_pattern: [
    {
      ...{ id: uuid(2), zone_id: zoneId, pattern: "tenant:{id}", scope: "tenant" },
      ...{ owner: "platform", trigger: "any write", routes: ["/*"] },
    },
  ],
  tenant: ["42", "77"].map((id) => ({
    ...{ id, folded_id: id, slug: `slug-${id}`, name: `Tenant ${id}`, zone_id: zoneId },
    ...{ search_text: `tenant ${id}`, created_at: seconds(0), updated_at: seconds(1) },
  })),
  tenant_host: [{ tenant_id: "42", host: "acme.example.com", position: 0 }],
  page: [{ id: uuid(3), tenant_id: "42", path: "/billing", position: 0 }],
  person: [
    { id: uuid(1), email: "support@example.com", role: "support", created_at: seconds(0) },
    {
      ...{ id: uuid(4), email: "left@example.com", role: "engineer" },
      ...{ disabled_at: seconds(5), created_at: seconds(0) },
    },
  ],
  session: [
    { id: uuid(5), person_id: uuid(1), created_at: seconds(1), expires_at: seconds(90_000) },
  ],
  purge: [
    purge(10, { status: "queued", source: "manual", ...person, idempotency_key: "key-1" }),
    purge(11, { status: "queued", attempt_count: 1, result_message: "HTTP 503" }),
    purge(12, { status: "queued", attempt_count: 2, not_before: fromNow(40) }),
    purge(13, {
      ...{ status: "sending", attempt_count: 2 },
      ...{ claim_id: uuid(6), claimed_until: seconds(60) },
    }),
    purge(14, {
      ...{ status: "sending", attempt_count: 1, claim_id: uuid(7), claimed_until: fromNow(20) },
      ...{ selector_kind: "files", targets: ["https://acme.example.com/ü?a=1"] },
    }),
    purge(15, { status: "accepted", attempt_count: 2, finished_at: seconds(500) }),
    purge(16, { ...failedAt, result_code: "1012", result_message: "refused" }),
    purge(17, {
      ...{ ...failedAt, resolved_at: seconds(700), resolved_by: "support@example.com" },
      ...{ resolution: "No longer needed" },
    }),
    purge(18, {
      ...{ status: "accepted", attempt_count: 1, finished_at: seconds(500), source: "deploy" },
      ...{ selector_kind: "everything", targets: [], tenant_id: null, method: "invalidate" },
    }),
  ],
  attempt: [
    attempt(11, 1, answered("transient", 503, "HTTP 503")),
    attempt(12, 1, answered("transient", 503, "HTTP 503")),
    attempt(12, 2, answered("unknown", null, "no answer")),
    attempt(13, 1, answered("transient", 429, "slow down")),
    attempt(13, 2),
    attempt(14, 1),
    attempt(15, 1, answered("transient", 500, "HTTP 500")),
    attempt(15, 2, answered("accepted", 200, "accepted")),
    attempt(16, 1, { ...answered("permanent", 400, "refused"), errors: refused }),
    attempt(17, 1, answered("permanent", 400, "refused")),
    attempt(18, 1, answered("accepted", 200, "accepted")),
  ],
  comparison: [
    {
      ...{ id: uuid(20), affected_tenant_id: "42", control_tenant_id: "77", path: "/billing" },
      ...{ purge_id: uuid(15), created_by_id: uuid(1), created_at: seconds(800) },
      ...{
        verdict_code: "isolated",
        verdict_summary: "Isolated",
        verdict_reasons: ["HIT", "MISS"],
      },
    },
  ],
  probe: [
    {
      ...{ id: uuid(21), comparison_id: uuid(20), side: "affected", phase: "before", round: 1 },
      ...{ tenant_id: "42", path: "/billing", url: "https://acme.example.com/billing" },
      ...{ started_at: seconds(801), http_status: 200, cache_status: "HIT", age: 12, colo: "FRA" },
    },
    {
      ...{ id: uuid(22), tenant_id: "77", path: "/billing", url: "https://x.example.com/billing" },
      ...{ started_at: seconds(802), error: "The connection was refused" },
    },
  ],
  audit_entry: ["done", "refused"].map((outcome, at) => ({
    ...{ id: uuid(30 + at), at: seconds(900 + at), ...person, action: "purge.request", outcome },
    ...{ subject_kind: "purge", subject_id: uuid(10), tenant_id: "42", summary: "Asked for" },
    ...{ details: '{"b":1,"a":2}', request_id: "request-1" },
  })),
};

let client: pg.Client;
let open: OpenDatabase;
let cdn: CdnServer;
let before: Record<string, Row[]>;
let applied: string[];

/** What the first version had done to an empty database, and what Prisma's engine notes of it. */
async function installFirstVersion(): Promise<void> {
  const script = readFileSync(`prisma/migrations/${first}/migration.sql`, "utf8");
  await client.query(script);
  await client.query(`CREATE TABLE _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
     VALUES ($1, $2, now(), $3, 1)`,
    [uuid(99), createHash("sha256").update(script).digest("hex"), first],
  );
}

async function insert(table: string, row: Row): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, at) => `$${at + 1}`);
  await client.query(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places.join(", ")})`,
    Object.values(row),
  );
}

async function readAll(): Promise<Record<string, Row[]>> {
  const all: Record<string, Row[]> = {};
  for (const table of Object.keys(rows)) {
    const order = table === "attempt" ? "purge_id, number" : "1, 2";
    const found = await client.query<{ row: Row }>(
      `SELECT to_jsonb(t) AS row FROM (SELECT * FROM ${table} ORDER BY ${order}) t`,
    );
    all[table] = found.rows.map(({ row }) => row);
  }
  return all;
}

beforeAll(async () => {
  const url = (await freshServerDatabase()) ?? "";
  client = new pg.Client({ connectionString: url, options: "-c timezone=UTC" });
  await client.connect();
  await installFirstVersion();
  for (const [table, list] of Object.entries(rows)) {
    for (const row of list) await insert(table, row);
  }
  before = await readAll();
  open = await openDatabase({ url, dataDir: "none" });
  applied = await open.migrate();
  useDatabase(open);
  cdn = await startCdnServer();
  useTestEnv({ CLOUDFLARE_API_BASE_URL: cdn.url, CLOUDFLARE_API_TOKEN: "a-token-for-tests" });
});
afterAll(async () => {
  await cdn.close();
  await open.close();
  await client.end();
});

const purgeOf = (n: number) =>
  open.prisma.purge.findUniqueOrThrow({
    where: { id: uuid(n) },
    include: { attempts: { include: { call: true }, orderBy: { number: "asc" } } },
  });

test("the rest of the migrations is applied, and every row is there as it was", async () => {
  expect(applied.length).toBeGreaterThanOrEqual(2);
  expect(applied).not.toContain(first);
  const after = await readAll();
  // What moved elsewhere; the next tests look for it there.
  const moved: Record<string, string[]> = {
    purge: ["claim_id", "claimed_until"],
    attempt: Object.keys(attempt(0, 0, answered("", 0, ""))).filter(
      (column) => column !== "purge_id" && column !== "number",
    ),
  };
  for (const [table, list] of Object.entries(before)) {
    expect(list.length, table).toBe(rows[table]?.length);
    const kept = list.map((row) => {
      const isWaiting = table === "purge" && row["id"] === uuid(12);
      const left = Object.entries(row).filter(([column]) => !moved[table]?.includes(column));
      return { ...Object.fromEntries(left), ...(isWaiting ? { status: "scheduled" } : {}) };
    });
    expect(after[table]?.length, table).toBe(list.length);
    expect(after[table], table).toMatchObject(kept);
  }
});

test("each purge has its place in the queue, its last call and a state on record", async () => {
  for (const row of rows["purge"] ?? []) {
    const n = Number(String(row["id"]).slice(-4));
    const found = await purgeOf(n);
    expect(found).toMatchObject(queuePlace(found));
    expect(found.priority).toBe(n === 10 ? 0 : 1);
    const tried = found.attempts.length;
    expect(tried).toBe(found.attemptCount);
    expect(found.callId).toBe(tried === 0 ? null : uuid(n * 100 + tried));
    const history = await open.prisma.purgeTransition.findMany({ where: { purgeId: found.id } });
    expect(history).toMatchObject([{ from: null, to: found.status, cause: found.statusCause }]);
  }
});

test("each attempt belongs to a call that has everything that was known of it", async () => {
  for (const old of before["attempt"] ?? []) {
    const { id, purge_id: purgeId, number, ...known } = old;
    const { rows: calls } = await client.query<{ row: Row }>(
      "SELECT to_jsonb(c) AS row FROM purge_call c WHERE id = $1",
      [id],
    );
    const owner = before["purge"]?.find((row) => row["id"] === purgeId);
    const kept = { purgeId: String(purgeId), number: Number(number), callId: String(id) };
    expect(await open.prisma.attempt.findFirst({ where: kept })).toMatchObject(kept);
    expect(calls[0]?.row).toMatchObject({
      ...known,
      ...{ zone_id: zoneId, account_id: "a".repeat(32), plan: "enterprise", environment: null },
      ...{ method: owner?.["method"], kind: owner?.["selector_kind"] },
      ...{ targets: owner?.["targets"], purge_count: 1 },
      // Who was sending is left alone for as long as its claim would have lasted.
      ...(owner?.["status"] === "sending" ? { leased_until: owner["claimed_until"] } : {}),
    });
  }
  expect(await open.prisma.purgeCall.count()).toBe(rows["attempt"]?.length);
});

test("what was under way when the console was upgraded is sent, and nothing else is", async () => {
  await passTime(60_000);
  const sender = await startSender();
  const pending = [10, 11, 12, 13, 14];
  await expect
    .poll(() => open.prisma.purge.count({ where: { status: "accepted" } }), { timeout: 20_000 })
    .toBe(pending.length + 2);
  await sender.stop();
  const sent = cdn.calls.flatMap(({ targets }) => targets).toSorted();
  const asked = pending.flatMap((n) => rows["purge"]?.[n - 10]?.["targets"] as string[]);
  expect(sent).toEqual(asked.toSorted());
  for (const n of [13, 14]) {
    const outcomes = (await purgeOf(n)).attempts.map(({ call }) => call.outcome);
    expect(outcomes.slice(-2), `purge ${n}`).toEqual(["unknown", "accepted"]);
  }
  expect((await purgeOf(16)).status).toBe("failed");
});
