import { purgeIdsQuery } from "@/lib/domain/purges/purge-conditions";
import type { Database } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { PurgeListQuery } from "@/lib/schemas/purges";

/** The first page of the feed as one would write it by hand: one statement, what the screen shows. */
export async function handWritten(database: Database, query: PurgeListQuery): Promise<unknown> {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (text: (n: string) => string, value: unknown) => {
    values.push(value);
    where.push(text(`$${values.length}`));
  };
  const { tenant, source, status, actor, tag, ticket, from, to } = query;
  if (tenant !== undefined) add((n) => `p.tenant_id = ${n}`, tenant);
  if (source !== undefined) add((n) => `p.source = ${n}::"TriggerSource"`, source);
  if (status !== undefined) add((n) => `p.status = ${n}::"PurgeStatus"`, status);
  if (actor !== undefined)
    add((n) => `p.actor_name IN (SELECT name FROM purge_actor WHERE name LIKE ${n})`, `%${actor}%`);
  if (tag !== undefined) add((n) => `p.targets @> ARRAY[${n}]`, tag);
  if (ticket !== undefined) add((n) => `p.ticket = ${n}`, ticket);
  if (from !== undefined) add((n) => `p.requested_at >= ${n}::timestamptz`, from);
  if (to !== undefined) add((n) => `p.requested_at < ${n}::timestamptz`, to);
  return database.$queryRawUnsafe(
    `SELECT p.*, t.slug, t.name AS tenant_name, z.name AS zone_name,
       (SELECT c.verdict_code FROM comparison c WHERE c.purge_id = p.id
        ORDER BY c.created_at DESC LIMIT 1) AS verdict
     FROM purge p JOIN zone z ON z.id = p.zone_id LEFT JOIN tenant t ON t.id = p.tenant_id
     ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`}
     ORDER BY p.requested_at DESC, p.id DESC LIMIT ${query.limit + 1}`,
    ...values,
  );
}

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: Plan[];
}

function scansOf(plan: Plan): string[] {
  const own = plan["Node Type"] === "Seq Scan" ? [plan["Relation Name"] ?? "?"] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)];
}

/** The large tables that the feed's statement for these filters would read from end to end. */
export async function plansThatScan(
  database: Database,
  actor: Actor,
  query: PurgeListQuery,
): Promise<string[]> {
  const { sql, values } = await purgeIdsQuery(actor, query, query.limit + 1);
  let n = 0;
  const text = sql.replaceAll("?", () => `$${(n += 1)}`);
  const [row] = await database.$queryRawUnsafe<{ "QUERY PLAN": { Plan: Plan }[] }[]>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    ...values,
  );
  const plan = row?.["QUERY PLAN"][0]?.Plan;
  return plan === undefined ? ["no plan"] : scansOf(plan).filter((table) => table === "purge");
}
