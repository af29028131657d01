import { writeEntries } from "@/lib/audit/write-entry";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { canaryActor } from "./canary-actor";

/** How long a process holds a run without a sign of life, in seconds: then another goes on with it. */
const leaseSeconds = 30;

/** A run that this process holds. */
export interface HeldRun {
  id: string;
  zoneId: string;
  askedBy: string | null;
  /** The fence: only who has this one may write results. */
  leaseId: string;
  /** How often it was taken up: more than once means that a process stopped over it. */
  takenCount: number;
}

/**
 * Makes a run of each canary whose time has come, and puts its next one off by its hours from now on: what was
 * missed while no console ran is made up for once. A zone has one open run at most.
 */
export async function beginDueRuns(): Promise<void> {
  await db().$transaction(async (tx) => {
    const due = await tx.$queryRaw<{ zone_id: string; name: string; at: Date }[]>`
      UPDATE canary c SET next_at = clock_timestamp() + c.every_hours * interval '1 hour'
      FROM zone z WHERE z.id = c.zone_id AND c.zone_id IN (
        SELECT zone_id FROM canary WHERE next_at <= clock_timestamp() AND every_hours IS NOT NULL
        ORDER BY next_at LIMIT 20 FOR UPDATE SKIP LOCKED)
      RETURNING c.zone_id, z.name, clock_timestamp() AS at`;
    const made = await tx.canaryRun.createManyAndReturn({
      data: due.map(({ zone_id, at }) => ({ id: newId(at), zoneId: zone_id, askedAt: at })),
      skipDuplicates: true,
      select: { id: true, zoneId: true },
    });
    await writeEntries(
      tx,
      canaryActor,
      made.map(({ id, zoneId }) => ({
        action: "canary.start" as const,
        subject: { kind: "canary_run", id },
        summary: `The schedule began the canary of ${due.find((one) => one.zone_id === zoneId)?.name ?? zoneId}`,
      })),
    );
  });
}

/** Takes the oldest open run that nobody holds, or whose holder shows no sign of life; null: there is none. */
export async function claimRun(): Promise<HeldRun | null> {
  const leaseId = newId();
  const [row] = await db().$queryRaw<
    { id: string; zone_id: string; asked_by: string | null; taken_count: number }[]
  >`
    UPDATE canary_run SET lease_id = ${leaseId}::uuid, taken_count = taken_count + 1,
      leased_until = clock_timestamp() + ${leaseSeconds} * interval '1 second',
      started_at = coalesce(started_at, clock_timestamp())
    WHERE id = (SELECT id FROM canary_run
      WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until < clock_timestamp())
      ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, zone_id, asked_by, taken_count`;
  if (row === undefined) return null;
  return {
    id: row.id,
    zoneId: row.zone_id,
    askedBy: row.asked_by,
    leaseId,
    takenCount: row.taken_count,
  };
}

/** Says that this process still works on its run. @returns false when another has taken it over */
export async function renewLease({ id, leaseId }: HeldRun): Promise<boolean> {
  const count = await db().$executeRaw`
    UPDATE canary_run SET leased_until = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    WHERE id = ${id}::uuid AND lease_id = ${leaseId}::uuid AND finished_at IS NULL`;
  return count === 1;
}

/** Gives a run back, so that another process goes on with it at once; it does not count as taken up. */
export async function releaseRun({ id, leaseId }: HeldRun): Promise<void> {
  await db().$executeRaw`
    UPDATE canary_run SET leased_until = NULL, lease_id = NULL, taken_count = taken_count - 1
    WHERE id = ${id}::uuid AND lease_id = ${leaseId}::uuid AND finished_at IS NULL`;
}
