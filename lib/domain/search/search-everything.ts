import { authorize } from "@/lib/audit/authorize";
import { readPurgeRows, toPurge } from "@/lib/domain/purges/purge-row";
import { matchTenants } from "@/lib/domain/tenants/search-tenants";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { SearchResult } from "@/lib/schemas/overview";
import { Prisma } from "@/prisma/generated/client";

const most = 8;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The newest purges that a text names. Each way has an index of its own: joined by OR all purges would be read. */
function purgesNamed(q: string): Prisma.Sql {
  const targets = [...new Set([q, q.toLowerCase(), q.split("#")[0] ?? q])];
  const ways = [
    Prisma.sql`lower(ticket) = lower(${q})`,
    Prisma.sql`ticket_url = ${q}`,
    Prisma.sql`trace_id = ${q.toLowerCase()}`,
    Prisma.sql`targets && ${targets}::text[]`,
    ...(uuid.test(q) ? [Prisma.sql`id = ${q}::uuid`] : []),
  ];
  const newest = Prisma.sql`ORDER BY requested_at DESC, id DESC LIMIT ${most}`;
  const each = ways.map((way) => Prisma.sql`(SELECT id FROM purge WHERE ${way} ${newest})`);
  return Prisma.sql`SELECT * FROM purge WHERE id IN (${Prisma.join(each, " UNION ")}) ${newest}`;
}

/** The part of a text that a tenant can be found by: of an address the host, otherwise all of it. */
function tenantText(q: string): string {
  if (!URL.canParse(q) || !/^https?:/i.test(q)) return q;
  return new URL(q).hostname;
}

/**
 * One box for everything: tenants by id, slug, name, host or the address of a page; purges by id, ticket,
 * trace id, tag or URL.
 *
 * @throws AppError not_allowed
 */
export async function searchEverything(actor: Actor, q: string): Promise<SearchResult> {
  await authorize(actor, "tenant.read", {
    action: "access.refuse",
    subject: { kind: "search", id: null },
    summary: `${actor.name} was refused the search`,
  });
  const purges = await readPurgeRows(db(), purgesNamed(q));
  return { tenants: await matchTenants(tenantText(q), most), purges: purges.map(toPurge) };
}
