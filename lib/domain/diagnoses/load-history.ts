import { loadPurges, loadTenantWrites, mayConcern } from "@/lib/domain/writes/load-rows";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { PastPurge, PastWrite } from "./stale-evidence";

/** How far back the record is read, in milliseconds. Older copies are rare, and a purge of today mends them. */
const lookBackMs = 7 * 24 * 3_600_000;
const mostWrites = 200;
/** The newest so many purges of a tenant are looked at. */
const mostPurges = 500;

const detailSelect = {
  id: true,
  method: true,
  selectorKind: true,
  targets: true,
  traceId: true,
  status: true,
  actorName: true,
  requestedAt: true,
  resultMessage: true,
  attempts: {
    select: { call: { select: { outcome: true, startedAt: true, finishedAt: true } } },
    orderBy: { number: "asc" },
  },
} as const;

/** Ids of the purges of a whole zone: they name no tenant and no target. */
async function findEverything(zoneId: string, since: Date): Promise<string[]> {
  const rows = await db().purge.findMany({
    where: { zoneId, selectorKind: "everything", requestedAt: { gte: since } },
    orderBy: { requestedAt: "desc" },
    take: mostPurges,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

async function readPurges(
  zoneId: string,
  known: Awaited<ReturnType<typeof loadPurges>>,
  more: string[],
) {
  const rows = await db().purge.findMany({
    // An environment's purge leaves production's copies alone.
    where: { id: { in: [...known.map(({ id }) => id), ...more] }, zoneId, environment: null },
    orderBy: { requestedAt: "desc" },
    select: detailSelect,
  });
  const judged = new Map(known.map((one) => [one.id, one]));
  return rows.map((row): PastPurge => {
    const { id, traceId, status, requestedAt, targets } = row;
    const calls = row.attempts.map(({ call }) => call);
    const accepted = calls.find(({ outcome }) => outcome === "accepted");
    // An attempt without an answer may have been carried out: the effect can be as old as the first of them.
    const first = calls.find(({ outcome }) => outcome === "accepted" || outcome === "unknown");
    const isAccepted = status === "accepted" && accepted !== undefined && first !== undefined;
    const everything = { paths: [], pathPrefixes: [], coversTenant: true };
    return {
      ...(judged.get(id) ?? everything),
      ...{ id, traceId, status, requestedAt, targets },
      method: row.method,
      kind: row.selectorKind,
      actorName: row.actorName,
      startedAt: calls.at(-1)?.startedAt ?? null,
      sentAt: isAccepted ? first.startedAt : null,
      acceptedAt: isAccepted ? (accepted.finishedAt ?? accepted.startedAt) : null,
      result: row.resultMessage,
    };
  });
}

/**
 * What is on record of the last seven days that may explain a tenant's page: purges of production, newest first,
 * and writes.
 *
 * @param tags that the page carries or should carry: purges that are on record without a tenant are found by them
 */
export async function loadHistory(
  { tenantId, zoneId }: { tenantId: string; zoneId: string },
  tags: string[],
): Promise<{ purges: PastPurge[]; writes: PastWrite[] }> {
  const to = now();
  const since = addMs(to, -lookBackMs);
  const writes = await loadTenantWrites(tenantId, since, mostWrites);
  const traceIds = [...new Set(writes.flatMap(({ traceId }) => traceId ?? []))];
  const [known, everything] = await Promise.all([
    loadPurges([tenantId], { traceIds, tags }, { from: since, to }),
    findEverything(zoneId, since),
  ]);
  const mine = known.filter((purge) => mayConcern(purge, tenantId)).slice(0, mostPurges);
  return { purges: await readPurges(zoneId, mine, everything), writes };
}
