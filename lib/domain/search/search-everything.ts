import { authorize } from "@/lib/audit/authorize";
import { purgeInclude, toPurge } from "@/lib/domain/purges/purge-row";
import { matchTenants } from "@/lib/domain/tenants/search-tenants";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { SearchResult } from "@/lib/schemas/overview";
import type { Prisma } from "@/prisma/generated/client";

const most = 8;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function purgeConditions(q: string): Prisma.PurgeWhereInput[] {
  const targets = [...new Set([q, q.toLowerCase(), q.split("#")[0] ?? q])];
  return [
    { ticket: { equals: q, mode: "insensitive" } },
    { ticketUrl: q },
    { traceId: q.toLowerCase() },
    { targets: { hasSome: targets } },
    ...(uuid.test(q) ? [{ id: q.toLowerCase() }] : []),
  ];
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
  const purges = await db().purge.findMany({
    where: { OR: purgeConditions(q) },
    include: purgeInclude,
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: most,
  });
  return { tenants: await matchTenants(tenantText(q), most), purges: purges.map(toPurge) };
}
