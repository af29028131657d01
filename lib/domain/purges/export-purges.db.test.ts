import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { openDatabase, openDatabaseOf, useDatabase } from "@/lib/platform/database";
import type { Caller, TokenActor } from "@/lib/schemas/actor";
import { purgeExportQuery } from "@/lib/schemas/purge-export";
import { type Purge, purgeListQuery } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { exportPurges } from "./export-purges";
import { listPurges } from "./list-purges";

const database = withTestDatabase();
const [zone = { id: "" }] = exampleDirectory().zones;
const hostile = ['=1+1,"x"\r\nnext', "@SUM(A1)", "\tplain", "ends with \\", "😀 ünïcödé", "", "'"];
const count = 1_203;
let auditor: Caller;

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  auditor = await makeActor("auditor");
  const start = Date.now() - 3_600_000;
  await queuePurges(
    Array.from({ length: count }, (_, at) =>
      makePurge({
        zoneId: zone.id,
        tenantId: at % 3 === 0 ? "42" : "77",
        // Many at the same moment: only the id tells their order.
        requestedAt: new Date(start + Math.floor(at / 100) * 1_000),
        reason: hostile[at % hostile.length] ?? null,
        source: at % 2 === 0 ? "job" : "deploy",
      }),
    ),
  );
});

const exported = async (query: Record<string, string>, caller = auditor) =>
  new Response(await exportPurges(caller, purgeExportQuery.parse(query))).text();
const lines = (text: string) => text.split("\n").slice(0, -1);
const purgesOf = async (query: Record<string, string>, caller = auditor) =>
  lines(await exported({ ...query, format: "ndjson" }, caller)).map(
    (line) => JSON.parse(line) as Purge,
  );

async function listed(query: Record<string, string>) {
  const all: Purge[] = [];
  let cursor: string | null = null;
  do {
    const page = await listPurges(
      auditor,
      purgeListQuery.parse({ ...query, limit: 200, ...(cursor === null ? {} : { cursor }) }),
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

test("holds exactly what the list holds, in its order and form", async () => {
  for (const query of [{}, { tenant: "42" }, { source: "deploy", status: "queued" }]) {
    const rows = await purgesOf(query);
    const list = await listed(query);
    // Whether one is late depends on the moment.
    const still = (purges: Purge[]) => purges.map((one) => ({ ...one, late: null }));
    expect(still(rows)).toEqual(still(list));
  }
  expect(await purgesOf({})).toHaveLength(count);
  expect(await purgesOf({ ticket: "ZD-NONE" })).toEqual([]);
});

test("as CSV each purge has its line, and hostile text stays in its cell", async () => {
  const text = await exported({ format: "csv" });
  const cell = /(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/gy;
  const cells: string[] = [];
  const ends: number[] = [];
  for (const match of text.slice(0, -2).matchAll(cell)) {
    if (match[0].startsWith("\r\n")) ends.push(cells.length);
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
  }
  const width = ends[0] ?? 0;
  expect(cells.length).toBe(width * (count + 1));
  expect(ends).toEqual(Array.from({ length: count }, (_, at) => width * (at + 1)));
  const reason = cells.indexOf("reason");
  const reasons = new Set(ends.map((start) => cells[start + reason]));
  const guarded = hostile.map((one) => (/^[=@\t]/.test(one) ? `'${one}` : one));
  expect([...reasons].toSorted()).toEqual(guarded.toSorted());
  expect(await exported({ format: "csv", ticket: "ZD-NONE" })).toMatch(/^id,requestedAt,.*\r\n$/);
});

test("is on record with its filter before the first byte, a refused one too", async () => {
  await exportPurges(auditor, purgeExportQuery.parse({ format: "csv", tenant: "42" }));
  const entry = await database().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
  expect(entry).toMatchObject({ action: "purge.export", outcome: "done", tenantId: "42" });
  expect(JSON.parse(entry.details)).toEqual({ format: "csv", filter: { tenant: "42" } });
});

test("a token exports what its rights reach", async () => {
  const token = (verb: "read" | "purge"): TokenActor => ({
    ...{ kind: "token", id: crypto.randomUUID(), name: "billing", role: null },
    ...{ service: "billing", source: "app", requestId: "test" },
    reach: { verbs: [verb], zoneIds: [], tenantIds: ["42"], selectorKinds: [] },
  });
  expect(await purgesOf({}, token("read"))).toHaveLength(Math.ceil(count / 3));
  await expect(purgesOf({}, token("purge"))).rejects.toMatchObject({ code: "not_allowed" });
});

test("one that cannot go on ends with an error, not as if it were whole", async () => {
  const whole = openDatabaseOf();
  const stream = await exportPurges(auditor, purgeExportQuery.parse({ format: "ndjson" }));
  const reader = stream.getReader();
  await reader.read();
  // A database without the tables, in place of the one that it began with.
  const empty = await openDatabase({ url: undefined, dataDir: "memory" });
  useDatabase(empty);
  try {
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toThrow("broke off");
  } finally {
    useDatabase(whole);
    await empty.close();
  }
});

test("unknown fields and forms are refused", () => {
  expect(purgeExportQuery.safeParse({ format: "xlsx" }).success).toBe(false);
  expect(purgeExportQuery.safeParse({ format: "csv", limit: "5" }).success).toBe(false);
  expect(purgeExportQuery.safeParse({}).success).toBe(false);
});

test("as CSV a purge of several tenants names each of them", async () => {
  const [purgeId = ""] = await queuePurges([
    makePurge({ zoneId: zone.id, tenantId: null, ticket: "ZD-7" }),
  ]);
  await database().purgeTenant.createMany({
    data: ["42", "77"].map((tenantId) => ({ purgeId, tenantId, requestedAt: new Date() })),
  });
  const [head = "", line = ""] = (await exported({ format: "csv", ticket: "ZD-7" })).split("\r\n");
  const at = head.split(",").indexOf("tenantId");
  expect(line.split(",").slice(at, at + 2)).toEqual([
    '"42\n77"',
    expect.stringMatching(/^"Acme.*\n/),
  ]);
});
