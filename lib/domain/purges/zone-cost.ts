import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Collateral } from "@/lib/schemas/proofs";
import type { PurgePlan } from "@/lib/schemas/purge-plan";

type ZoneCost = NonNullable<PurgePlan["zoneCost"]>;

/** So far back the console's own probes are counted, and so many of the newest at most. */
const probedMs = 24 * 60 * 60 * 1000;
const mostProbes = 5_000;

async function countKnown(zoneId: string) {
  const ofZone = { zoneId, removedAt: null };
  const [tenants, hosts, pages] = await Promise.all([
    db().tenant.count({ where: ofZone }),
    db().tenantHost.groupBy({ by: ["host"], where: { tenant: ofZone } }),
    db().page.count({ where: { tenant: ofZone } }),
  ]);
  return { tenants, hosts: hosts.length, pages };
}

/** What the console's own probes got of the zone lately; null: nothing. Visitors' requests are not known here. */
async function countProbed(zoneId: string): Promise<ZoneCost["probed"]> {
  const since = addMs(now(), -probedMs);
  const rows = await db().probe.findMany({
    where: { startedAt: { gt: since }, cacheStatus: { not: null }, tenant: { zoneId } },
    select: { cacheStatus: true, tenantId: true, path: true, startedAt: true },
    orderBy: { startedAt: "desc" },
    take: mostProbes,
  });
  const oldest = rows.at(-1);
  if (oldest === undefined) return null;
  return {
    answers: rows.length,
    hits: rows.filter(({ cacheStatus }) => cacheStatus === "HIT").length,
    pages: new Set(rows.map(({ tenantId, path }) => JSON.stringify([tenantId, path]))).size,
    since: oldest.startedAt.toISOString(),
  };
}

/** How long the sampled pages took to answer from cache again; null: none was seen to have been emptied. */
function refillOf(collateral: Collateral | null): NonNullable<ZoneCost["last"]>["refill"] {
  const cold = (collateral?.sampled ?? []).filter(({ before, after }) => {
    return before === "HIT" && after !== null && after.cacheStatus !== "HIT";
  });
  if (cold.length === 0) return null;
  const warm = cold.flatMap(({ warmAgainMs }) => warmAgainMs ?? []);
  return {
    sampled: cold.length,
    warmAgain: warm.length,
    slowestMs: warm.length === 0 ? null : Math.max(...warm),
  };
}

/** The last time that everything of the zone was purged, and what probes then showed. */
async function readLast(zoneId: string): Promise<ZoneCost["last"]> {
  const row = await db().purge.findFirst({
    where: { zoneId, selectorKind: "everything", status: "accepted", environment: null },
    orderBy: { requestedAt: "desc" },
    select: {
      ...{ id: true, requestedAt: true, finishedAt: true, actorName: true },
      proof: { select: { collateral: true } },
    },
  });
  return (
    row && {
      purgeId: row.id,
      at: (row.finishedAt ?? row.requestedAt).toISOString(),
      actorName: row.actorName,
      refill: refillOf((row.proof?.collateral ?? null) as Collateral | null),
    }
  );
}

/** What purging everything of a zone costs, as far as the console knows it: who is on it, and what probes saw. */
export async function readZoneCost(zoneId: string): Promise<ZoneCost> {
  const [known, probed, last] = await Promise.all([
    countKnown(zoneId),
    countProbed(zoneId),
    readLast(zoneId),
  ]);
  return { ...known, probed, last };
}
