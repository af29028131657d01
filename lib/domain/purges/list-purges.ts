import { authorize } from "@/lib/audit/authorize";
import { noteReading } from "@/lib/audit/note-reading";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { PurgeList, PurgeListQuery } from "@/lib/schemas/purges";
import { countPurges, findPurges } from "./purge-conditions";
import { readPurgeRows, toPurge } from "./purge-row";

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
  if (query.tenant !== undefined) await noteReading(actor, query.tenant);
  const total = query.status === "open" ? await countPurges(actor, query) : null;
  return { ...(await readPage(actor, query)), total };
}

/** A page of the list, for callers that have checked the permission. */
export async function readPage(
  actor: Caller,
  query: PurgeListQuery,
): Promise<Omit<PurgeList, "total">> {
  const rows = await readPurgeRows(db(), await findPurges(actor, query, query.limit + 1));
  const items = rows.slice(0, query.limit).map(toPurge);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > query.limit && last !== undefined ? last.cursor : null,
  };
}
