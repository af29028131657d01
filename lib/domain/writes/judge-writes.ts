import type { WriteFlag } from "@/lib/schemas/writes";
import type { PurgeStatus, WritePhase } from "@/lib/schemas/words";

/** Clocks of two machines may differ by so much: less than this is no order. Milliseconds. */
const toleranceMs = 2_000;
/** A committed write is to be followed by a purge within this time. */
const purgeWithinMs = 60_000;
/** Without a common trace, a purge of what a write touched belongs to it from so long before to so long after. */
const joinBeforeMs = 60_000;
const joinAfterMs = 5 * 60_000;

export interface JudgedWrite {
  id: string;
  phase: WritePhase;
  at: Date;
  traceId: string | null;
  tags: readonly string[];
  paths: readonly string[];
}

export interface JudgedPurge {
  id: string;
  traceId: string;
  status: PurgeStatus;
  requestedAt: Date;
  /** When the newest call to Cloudflare began; null: nothing was sent yet. */
  startedAt: Date | null;
  targets: readonly string[];
  /** The paths of the URLs that it names. */
  paths: readonly string[];
  /** The beginnings of paths that it names: prefixes. */
  pathPrefixes: readonly string[];
  /** Whether it removes all that the tenant has: its own tag, its host, everything. */
  coversTenant: boolean;
}

/** Of a purge: between which times lie the writes that may belong to it without a common trace. */
export function writeSpan(at: Date): { from: Date; to: Date } {
  return { from: new Date(at.getTime() - joinAfterMs), to: new Date(at.getTime() + joinBeforeMs) };
}

/** Of writes: between which times lie the purges that may belong to them without a common trace. */
export function purgeSpan(writes: readonly Pick<JudgedWrite, "at">[]): { from: Date; to: Date } {
  const times = writes.map(({ at }) => at.getTime());
  return {
    from: new Date(Math.min(...times) - joinBeforeMs),
    to: new Date(Math.max(...times) + joinAfterMs),
  };
}

const timeOf = (purge: JudgedPurge) => purge.startedAt ?? purge.requestedAt;

function touches({ tags, paths }: JudgedWrite, purge: JudgedPurge): boolean {
  return (
    purge.coversTenant ||
    tags.some((tag) => purge.targets.includes(tag)) ||
    paths.some((path) => purge.paths.includes(path)) ||
    paths.some((path) => purge.pathPrefixes.some((prefix) => path.startsWith(prefix)))
  );
}

function isNear({ at }: JudgedWrite, purge: JudgedPurge): boolean {
  const afterMs = timeOf(purge).getTime() - at.getTime();
  return afterMs >= -joinBeforeMs && afterMs <= joinAfterMs;
}

/**
 * The purges that belong to a write of the same tenant, in order: those of its trace; where the trace has none,
 * those that name what it touched, within the window. Cancelled ones removed nothing and belong to none.
 */
export function purgesOf(write: JudgedWrite, purges: readonly JudgedPurge[]): JudgedPurge[] {
  const real = purges.filter(({ status }) => status !== "cancelled");
  const traced = real.filter(({ traceId }) => traceId === write.traceId);
  const joined =
    traced.length > 0 ? traced : real.filter((one) => isNear(write, one) && touches(write, one));
  return joined.sort((a, b) => timeOf(a).getTime() - timeOf(b).getTime());
}

/** "4.2 s", "3 min". */
function span(ms: number): string {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000).toLocaleString("en")} min`;
}

function judgeCommitted(write: JudgedWrite, purges: JudgedPurge[], now: Date): WriteFlag | null {
  const committed = write.at.getTime();
  const earliest = committed - toleranceMs;
  const after = purges.find((one) => one.startedAt === null || timeOf(one).getTime() >= earliest);
  const early = purges.findLast((one) => timeOf(one).getTime() < earliest);
  const flag = { writeId: write.id, purgeId: after?.id ?? early?.id ?? null };
  if (after === undefined && early !== undefined) {
    const by = span(committed - timeOf(early).getTime());
    const text = `The purge started ${by} before its write was committed: a visitor in between had the edge store the old content again. Purge again. (Clocks may differ: less than ${span(toleranceMs)} is not counted.)`;
    return { ...flag, code: "early", text };
  }
  if (after === undefined) {
    if (now.getTime() - committed <= purgeWithinMs) return null;
    const text = `No purge followed this write within ${span(purgeWithinMs)}, and none since: visitors may still get the old content.`;
    return { ...flag, code: "missing", text };
  }
  const lateMs = after.requestedAt.getTime() - committed;
  if (lateMs <= purgeWithinMs) return null;
  const text = `No purge followed this write within ${span(purgeWithinMs)}: it came only after ${span(lateMs)}, and visitors got the old content until then.`;
  return { ...flag, code: "missing", text };
}

function judgeFailed(write: JudgedWrite, purges: JudgedPurge[]): WriteFlag | null {
  const earliest = write.at.getTime() - toleranceMs;
  const after = purges.find(
    ({ startedAt, status }) =>
      startedAt !== null && startedAt.getTime() >= earliest && status !== "failed",
  );
  if (after === undefined) return null;
  const text = `This write failed, and a purge followed it all the same: nothing had changed, so warm copies were removed for nothing. (Clocks may differ by ${span(toleranceMs)}.)`;
  return { code: "after_failure", writeId: write.id, purgeId: after.id, text };
}

/**
 * What is wrong with the order of writes and purges of one tenant. Says nothing of a write that is neither
 * committed nor failed yet, nor of a failed one whose purge belongs to a write that was committed.
 *
 * @param writes and purges of the tenant, as far as they can belong together
 */
export function judgeWrites(
  writes: readonly JudgedWrite[],
  purges: readonly JudgedPurge[],
  now: Date,
): WriteFlag[] {
  const ends = writes
    .filter(({ phase }) => phase !== "began")
    .map((write) => ({ write, joined: purgesOf(write, purges) }));
  const excused = new Set(
    ends.flatMap(({ write, joined }) => (write.phase === "committed" ? joined : [])),
  );
  return ends.flatMap(({ write, joined }) => {
    const flag =
      write.phase === "committed"
        ? judgeCommitted(write, joined, now)
        : judgeFailed(
            write,
            joined.filter((purge) => !excused.has(purge)),
          );
    return flag ?? [];
  });
}
