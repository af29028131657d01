import { beforeAll, expect, test } from "vitest";
import { findPurges } from "@/lib/domain/purges/purge-conditions";
import { purgesQuery } from "@/lib/domain/purges/purge-row";
import { alike, ofNumber, setLikeness } from "@/lib/domain/tenants/find-tenant-ids";
import { writeCursor } from "@/lib/platform/cursor";
import type { Database, Transaction } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { purgeListQuery, type PurgeListQuery } from "@/lib/schemas/purges";
import { makeActor } from "@/prisma/factories/people";
import { Prisma } from "@/prisma/generated/client";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { generate } from "./generate";

const database = withTestDatabase();
let auditor: Actor;

/** What of EXPLAIN's answer says how tables are read. */
interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Plans?: Plan[];
}

/** These read all that is below them before they answer anything. */
const blocking = /^(Sort|Hash|Aggregate|Materialize|WindowAgg|SetOp|Unique)$/;
const large = ["purge", "purge_tenant"];

/** Their rows are few: of an index with a condition of its own all may be read. */
const partial = ["purge_open", "purge_turn", "purge_covered", "purge_due", "purge_under_way"];

/**
 * The large tables that a plan reads from end to end: row by row, or along an index that no condition narrows,
 * unless it is read in order and a Limit above stops it.
 */
function scansOf(plan: Plan, isLimited = false): string[] {
  const { "Node Type": node, "Relation Name": table = "", Plans: below = [] } = plan;
  const isRead = large.includes(table) && /^(Seq|Index|Index Only) Scan$/.test(node);
  const isNarrow = plan["Index Cond"] !== undefined || partial.includes(plan["Index Name"] ?? "");
  const stops = node !== "Seq Scan" && (isLimited || isNarrow);
  const goesOn = node === "Limit" || (isLimited && !blocking.test(node));
  return [
    ...(isRead && !stops ? [`${node} of ${table}`] : []),
    ...below.flatMap((one) => scansOf(one, goesOn)),
  ];
}

async function explain(
  statement: Prisma.Sql,
  on: Database | Transaction = database(),
): Promise<Plan> {
  const [row] = await on.$queryRaw<{ "QUERY PLAN": { Plan: Plan }[] }[]>(
    Prisma.sql`EXPLAIN (FORMAT JSON) ${statement}`,
  );
  const plan = row?.["QUERY PLAN"][0]?.Plan;
  if (plan === undefined) throw new Error("no plan");
  return plan;
}

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
const filters = {
  tenant: ["100001"],
  source: ["deploy"],
  status: ["failed", "open", "waiting"],
  actor: ["service-7"],
  tag: ["invoice:4711"],
  ticket: ["ZD-12"],
  from: [day(60)],
  to: [day(30)],
  cursor: [writeCursor(new Date(Date.now() - 45 * 86_400_000), crypto.randomUUID())],
};

/** Every combination of the feed's filters, on the first page and on a later one. */
function combinations(): PurgeListQuery[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(filters)) {
    all = all.flatMap((given) => [given, ...values.map((value) => ({ ...given, [name]: value }))]);
  }
  return all.map((given) => purgeListQuery.parse(given));
}

beforeAll(async () => {
  useTestEnv();
  auditor = await makeActor("auditor");
  // Whoever analyses the table meanwhile would find out how small it is.
  await database().$executeRaw`ALTER TABLE purge SET (autovacuum_enabled = false)`;
  await database().$executeRaw`ALTER TABLE purge_tenant SET (autovacuum_enabled = false)`;
  await generate(database(), { tenants: 1_000, purges: 20_000 });
  await database().$executeRaw`UPDATE pg_class SET reltuples = reltuples * 100 WHERE oid IN (
    SELECT 'tenant'::regclass UNION SELECT indexrelid FROM pg_index WHERE indrelid = 'tenant'::regclass)`;
  // To the planner each page now holds 500 times as many rows: ten million in all.
  await database().$executeRaw`
    UPDATE pg_class SET reltuples = reltuples * 500 WHERE oid IN (
      SELECT unnest(ARRAY['purge', 'purge_tenant'])::regclass UNION
      SELECT indexrelid FROM pg_index WHERE indrelid IN ('purge'::regclass, 'purge_tenant'::regclass))`;
});

test("statements that read a whole table are recognised", async () => {
  const scans = async (statement: Prisma.Sql) => scansOf(await explain(statement));
  expect(await scans(Prisma.sql`SELECT count(*) FROM purge WHERE reason = 'x'`)).toHaveLength(1);
  expect(await scans(Prisma.sql`SELECT id FROM purge ORDER BY reason LIMIT 1`)).toHaveLength(1);
  expect(await scans(Prisma.sql`SELECT id FROM purge ORDER BY id LIMIT 1`)).toEqual([]);
  expect(await scans(Prisma.sql`SELECT * FROM purge WHERE ticket_url = 'x'`)).toEqual([]);
});

test("no combination of the feed's filters reads the whole table, on the first page nor on a later one", async () => {
  const found: string[] = [];
  const queries = combinations();
  expect(queries).toHaveLength(1_024);
  for (const query of queries) {
    const plan = await explain(purgesQuery(await findPurges(auditor, query, query.limit + 1)));
    const scans = scansOf(plan);
    if (scans.length > 0) found.push(`${JSON.stringify(query)}: ${scans.join(", ")}`);
  }
  expect(found).toEqual([]);
});

test("what has a text's number is not looked for in the whole table of tenants", async () => {
  const plan = JSON.stringify(await explain(ofNumber("dental-47110", "47110", 11)));
  expect(plan).toContain("tenant_search_text_trgm");
  expect(plan).not.toContain("Seq Scan");
});

test.each([
  ["a text", ["dental-47110"]],
  ["each of its words", ["dental", "47110"]],
])(
  "what is spelt nearly like %s is not looked for in the whole table of tenants",
  async (_, words) => {
    const plan = await database().$transaction(async (tx) => {
      await setLikeness(tx, 0.6);
      return explain(alike("dental-47110", words, 11), tx);
    });
    expect(JSON.stringify(plan)).toContain("tenant_search_text_trgm");
    expect(JSON.stringify(plan)).not.toContain("Seq Scan");
  },
);
