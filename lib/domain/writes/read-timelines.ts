import { authorize } from "@/lib/audit/authorize";
import { noteReading } from "@/lib/audit/note-reading";
import { noSuchPurge } from "@/lib/domain/purges/no-such-purge";
import { purgesKnownSince } from "@/lib/domain/purges/purges-known-since";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { Timeline, TimelineEntry } from "@/lib/schemas/writes";
import { judgeWrites, purgesOf, purgeSpan, writeSpan } from "./judge-writes";
import {
  loadPurges,
  loadTenantWrites,
  loadWritesAround,
  mayConcern,
  mostPurges,
  type PurgeOfTimeline,
  type WriteOfTimeline,
} from "./load-rows";

/** A tenant's page looks back so far, over so many events at most. */
const lookBackMs = 7 * 24 * 3_600_000;
const mostWrites = 100;

function writeEntry(write: WriteOfTimeline): TimelineEntry {
  const { id, at, phase, traceId, tags, paths, service, summary } = write;
  return {
    kind: "write",
    id,
    at: at.toISOString(),
    phase,
    traceId,
    tags: [...tags],
    paths: [...paths],
    service,
    summary,
  };
}

function purgeEntry(purge: PurgeOfTimeline): TimelineEntry {
  const { id, requestedAt, startedAt, status, actorName, targets } = purge;
  const at = (startedAt ?? requestedAt).toISOString();
  return {
    kind: "purge",
    id,
    at,
    sent: startedAt !== null,
    status,
    actorName,
    targets: [...targets],
  };
}

/**
 * The writes of one tenant with the purges that belong to them. `only`: those of one purge. `since`: from when on
 * all purges are on record; of older writes nobody knows what followed them.
 */
function ofOneTenant(
  writes: WriteOfTimeline[],
  all: readonly PurgeOfTimeline[],
  { only, since }: { only: string | null; since: Date | null },
) {
  const purges = all.filter((purge) => mayConcern(purge, writes[0]?.tenantId ?? ""));
  const kept = writes
    .map((write) => ({ write, ids: new Set(purgesOf(write, purges).map(({ id }) => id)) }))
    .filter(({ ids }) => only === null || ids.has(only));
  const shown = new Set(kept.map(({ write }) => write.id));
  return {
    writes: kept.map(({ write }) => write),
    purgeIds: new Set(kept.flatMap(({ ids }) => [...ids])),
    flags: judgeWrites(
      writes.filter(({ at }) => since === null || at > since),
      purges,
      now(),
    ).filter(({ writeId }) => shown.has(writeId)),
  };
}

async function together(
  writes: WriteOfTimeline[],
  tenantIds: string[],
  only: string | null,
): Promise<Timeline> {
  if (writes.length === 0) return { entries: [], flags: [] };
  const traceIds = [...new Set(writes.flatMap(({ traceId }) => traceId ?? []))];
  const tags = [...new Set(writes.flatMap((write) => write.tags))];
  const purges = await loadPurges(tenantIds, { traceIds, tags }, purgeSpan(writes));
  // Of writes from before the oldest purge that was looked at nobody knows whether they were followed by one.
  const from = purges.length < mostPurges ? undefined : purges.at(-1)?.requestedAt;
  const known = from === undefined ? writes : writes.filter(({ at }) => at > from);
  const since = await purgesKnownSince();
  const parts = [...new Set(known.map(({ tenantId }) => tenantId))].map((tenantId) =>
    ofOneTenant(
      known.filter((write) => write.tenantId === tenantId),
      purges,
      { only, since },
    ),
  );
  const shownPurges = purges.filter(({ id }) => parts.some(({ purgeIds }) => purgeIds.has(id)));
  const entries = [
    ...parts.flatMap((part) => part.writes.map(writeEntry)),
    ...shownPurges.map(purgeEntry),
  ];
  return {
    entries: entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    flags: parts.flatMap(({ flags }) => flags),
  };
}

/**
 * What services told of writes on a tenant in the last seven days, the newest hundred events, with the purges
 * that belong to them, and what is wrong with their order.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readTenantTimeline(actor: Actor, tenantId: string): Promise<Timeline> {
  await authorize(actor, "tenant.read", {
    action: "access.refuse",
    subject: { kind: "tenant", id: tenantId },
    tenantId,
    summary: `${actor.name} was refused a tenant's writes`,
  });
  const there = await db().tenant.count({ where: { id: tenantId } });
  if (there === 0) throw new AppError("not_found", `There is no tenant with the id ${tenantId}.`);
  await noteReading(actor, tenantId);
  const writes = await loadTenantWrites(tenantId, addMs(now(), -lookBackMs), mostWrites);
  return together(writes, [tenantId], null);
}

/**
 * The writes that belong to a purge, with all purges that belong to these, and what is wrong with their order.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readPurgeTimeline(actor: Actor, purgeId: string): Promise<Timeline> {
  await authorize(actor, "purge.read", {
    action: "access.refuse",
    subject: { kind: "purge", id: purgeId },
    summary: `${actor.name} was refused a receipt`,
  });
  const purge = await db().purge.findUnique({
    where: { id: purgeId },
    select: {
      tenantId: true,
      traceId: true,
      targets: true,
      requestedAt: true,
      callId: true,
      tenants: true,
    },
  });
  if (purge === null) throw await noSuchPurge(purgeId);
  const { tenantId, traceId, targets, requestedAt, callId, tenants } = purge;
  const call = callId === null ? null : await db().purgeCall.findUnique({ where: { id: callId } });
  const tenantIds = tenantId === null ? tenants.map((one) => one.tenantId) : [tenantId];
  const span = writeSpan(call?.startedAt ?? requestedAt);
  const writes = await loadWritesAround({ tenantIds, traceId, targets }, span, mostWrites);
  const ofWrites = [...new Set([...tenantIds, ...writes.map((write) => write.tenantId)])];
  return together(writes, ofWrites, purgeId);
}
