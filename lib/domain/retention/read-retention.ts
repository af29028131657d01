import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { type Retention, type RetentionKind, retentionKinds } from "@/lib/schemas/retention";

const iso = (time: Date | null | undefined) => time?.toISOString() ?? null;

/** What the last sweep that found something of a kind removed: all its batches together. */
async function readLastRemoval(kind: RetentionKind) {
  const newest = await db().retentionRemoval.findFirst({
    where: { kind },
    orderBy: { removedAt: "desc" },
  });
  if (newest === null) return null;
  const { sweepId, removedAt, cutoff, policyVersion } = newest;
  const { _sum } = await db().retentionRemoval.aggregate({
    where: { sweepId, kind },
    _sum: { count: true },
  });
  return {
    at: removedAt.toISOString(),
    count: _sum.count ?? 0,
    cutoff: cutoff.toISOString(),
    policyVersion,
  };
}

/** When the oldest of each kind was that is on record. */
async function readOldest(): Promise<Record<RetentionKind, string | null>> {
  const first = { take: 1 } as const;
  const [[purge], [comparison], [diagnosis], [watch], [write], [session]] = await Promise.all([
    db().purge.findMany({
      ...first,
      select: { requestedAt: true },
      orderBy: { requestedAt: "asc" },
    }),
    db().comparison.findMany({
      ...first,
      select: { createdAt: true },
      orderBy: { createdAt: "asc" },
    }),
    db().diagnosis.findMany({
      ...first,
      select: { createdAt: true },
      orderBy: { createdAt: "asc" },
    }),
    // Their ids begin with their times.
    db().watch.findMany({ ...first, select: { startedAt: true }, orderBy: { id: "asc" } }),
    db().writeEvent.findMany({ ...first, select: { at: true }, orderBy: { id: "asc" } }),
    db().session.findMany({ ...first, select: { createdAt: true }, orderBy: { id: "asc" } }),
  ]);
  return {
    purge: iso(purge?.requestedAt),
    comparison: iso(comparison?.createdAt),
    diagnosis: iso(diagnosis?.createdAt),
    watch: iso(watch?.startedAt),
    write: iso(write?.at),
    session: iso(session?.createdAt),
  };
}

/**
 * How long what is kept, and what was removed last.
 *
 * @throws AppError not_allowed
 */
export async function readRetention(actor: Actor): Promise<Retention> {
  await authorize(actor, "retention.read", {
    action: "access.refuse",
    subject: { kind: "retention", id: null },
    summary: `${actor.name} was refused the retention policy`,
  });
  const policy = await db().retentionPolicy.findFirst({ orderBy: { version: "desc" } });
  const days = {
    purge: policy?.purgeDays ?? null,
    comparison: policy?.comparisonDays ?? null,
    diagnosis: policy?.comparisonDays ?? null,
    watch: policy?.comparisonDays ?? null,
    write: policy?.writeDays ?? null,
    session: policy?.sessionDays ?? null,
  };
  const oldest = await readOldest();
  const kinds = retentionKinds.map(async (kind) => ({
    kind,
    days: days[kind],
    oldest: oldest[kind],
    lastRemoval: await readLastRemoval(kind),
  }));
  return {
    policy:
      policy === null ? null : { version: policy.version, since: policy.createdAt.toISOString() },
    kinds: await Promise.all(kinds),
  };
}
