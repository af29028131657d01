import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { PurgeList, PurgeListQuery } from "@/lib/schemas/purges";
import { countPurges, findPurgeIds } from "./purge-conditions";
import { purgeInclude, toPurge } from "./purge-row";

/**
 * Purges, newest first, by the feed's filters. Pages by place, not by number, so that purges which arrive
 * meanwhile move nothing.
 *
 * @throws AppError not_allowed, invalid_input for a cursor that is not ours
 */
export async function listPurges(actor: Caller, query: PurgeListQuery): Promise<PurgeList> {
  await authorize(actor, "purge.read", {
    action: "access.refuse",
    subject: { kind: "purge", id: null },
    summary: `${actor.name} was refused the list of purges`,
  });
  const total = query.status === "open" ? await countPurges(actor, query) : null;
  return { ...(await readPage(actor, query)), total };
}

/** A page of the list, for callers that have checked the permission. */
export async function readPage(
  actor: Caller,
  query: PurgeListQuery,
): Promise<Omit<PurgeList, "total">> {
  const ids = await findPurgeIds(actor, query, query.limit + 1);
  const items = await readInOrder(ids.slice(0, query.limit));
  const last = items.at(-1);
  return {
    items,
    nextCursor: ids.length > query.limit && last !== undefined ? last.cursor : null,
  };
}

async function readInOrder(ids: string[]) {
  const rows = await db().purge.findMany({ where: { id: { in: ids } }, include: purgeInclude });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []).map(toPurge);
}
