import { readCursor, writeCursor } from "@/lib/platform/cursor";
import type { Database } from "@/lib/platform/database";
import type { PurgeListQuery } from "@/lib/schemas/purges";

const standings: Record<string, string> = {
  waiting: "p.status IN ('awaiting_approval', 'scheduled', 'queued', 'sending')",
  late: `p.status IN ('scheduled', 'queued', 'sending') AND (p.status <> 'scheduled' OR p.attempt_count > 0)
    AND p.requested_at < now() - interval '1 minute'`,
  open: "p.status = 'failed' AND p.resolved_at IS NULL",
};

/** The filters as SQL with its parameters; `actors` are the names that the filter for actors fits. */
function conditions(query: PurgeListQuery, actors: string[]) {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (text: string, ...more: unknown[]) => {
    const first = values.push(...more) - more.length + 1;
    where.push(text.replace("$a", `$${first}`).replace("$b", `$${first + 1}`));
  };
  const { source, status, actor, tag, ticket, from, to, cursor } = query;
  if (source !== undefined) add(`p.source = $a::"TriggerSource"`, source);
  const standing = standings[status ?? ""];
  if (standing !== undefined) add(standing);
  else if (status !== undefined) add(`p.status = $a::"PurgeStatus"`, status);
  if (actor !== undefined && actors.length === 1) add("p.actor_name = $a", actors[0]);
  else if (actor !== undefined) add("p.actor_name = ANY($a)", actors);
  if (tag !== undefined) add("p.targets @> ARRAY[$a]", tag);
  if (ticket !== undefined) add("lower(p.ticket) = $a", ticket.toLowerCase());
  if (from !== undefined) add("p.requested_at >= $a::timestamptz", from);
  if (to !== undefined) add("p.requested_at < $a::timestamptz", to);
  if (cursor !== undefined) {
    const { at, id } = readCursor(cursor);
    add("(p.requested_at, p.id) < ($a::timestamptz, $b::uuid)", at, id);
  }
  return { where: where.length === 0 ? "true" : where.join(" AND "), values };
}

/** The rows that fit, in order; a tenant's are its own and those that it shares with others. */
function found(query: PurgeListQuery, actors: string[], most: string) {
  const { where, values } = conditions(query, actors);
  const newest = `ORDER BY p.requested_at DESC, p.id DESC ${most}`;
  if (query.tag !== undefined) {
    const tenant = `$${query.tenant === undefined ? 0 : values.push(query.tenant)}`;
    const ofTenant = `AND (p.tenant_id = ${tenant} OR p.id IN (SELECT purge_id FROM purge_tenant WHERE tenant_id = ${tenant}))`;
    return {
      text: `SELECT p.* FROM (SELECT p.* FROM purge p WHERE ${where} ${query.tenant === undefined ? "" : ofTenant}
        OFFSET 0) p ${newest}`,
      values,
    };
  }
  if (query.tenant === undefined)
    return { text: `SELECT p.* FROM purge p WHERE ${where} ${newest}`, values };
  const tenant = `$${values.push(query.tenant)}`;
  const shared = where
    .replaceAll("p.requested_at", "s.requested_at")
    .replaceAll("p.id", "s.purge_id");
  return {
    text: `SELECT * FROM (
      (SELECT p.* FROM purge p WHERE p.tenant_id = ${tenant} AND ${where} ${newest})
      UNION ALL
      (SELECT p.* FROM purge_tenant s JOIN purge p ON p.id = s.purge_id WHERE s.tenant_id = ${tenant}
        AND ${shared} ORDER BY s.requested_at DESC, s.purge_id DESC ${most})) p ${newest}`,
    values,
  };
}

/** A page of the feed as one would write it by hand: one statement, what the screen shows, names of actors given. */
export async function handWritten(
  database: Database,
  query: PurgeListQuery,
  actors: string[],
): Promise<unknown> {
  const { text, values } = found(query, actors, `LIMIT ${query.limit + 1}`);
  return database.$queryRawUnsafe(
    `SELECT p.*, t.slug, t.name AS tenant_name, z.name AS zone_name, c.id AS comparison, c.verdict_code,
       (SELECT count(*) FROM purge_tenant o WHERE o.purge_id = p.id)::int AS tenants
     FROM (${text}) p JOIN zone z ON z.id = p.zone_id LEFT JOIN tenant t ON t.id = p.tenant_id
     LEFT JOIN LATERAL (SELECT id, verdict_code FROM comparison WHERE purge_id = p.id
       ORDER BY created_at DESC LIMIT 1) c ON true
     ORDER BY p.requested_at DESC, p.id DESC`,
    ...values,
  );
}

/** Where page 1,000 begins, or the last page when there are fewer; null: there is one page or none. */
export async function deepCursor(
  database: Database,
  query: PurgeListQuery,
  actors: string[],
): Promise<string | null> {
  const { text, values } = found(query, actors, `LIMIT ${1_000 * query.limit}`);
  const rows = await database.$queryRawUnsafe<{ requested_at: Date; id: string }[]>(
    `SELECT requested_at, id FROM (SELECT requested_at, id, row_number() OVER w AS n, count(*) OVER () AS all
      FROM (${text}) p WINDOW w AS (ORDER BY requested_at DESC, id DESC)) numbered
     WHERE n = (numbered.all - 1) / ${query.limit} * ${query.limit} AND n > 0`,
    ...values,
  );
  const [row] = rows;
  return row === undefined ? null : writeCursor(row.requested_at, row.id);
}
