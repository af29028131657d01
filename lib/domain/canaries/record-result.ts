import { writeEntry } from "@/lib/audit/write-entry";
import { db } from "@/lib/platform/database";
import type { CanaryOutcome } from "@/lib/schemas/canaries";
import { canaryActor } from "./canary-actor";
import type { HeldRun } from "./claim-run";

export interface CheckResult {
  outcome: CanaryOutcome;
  why: string;
  purgeId: string | null;
  comparisonId: string | null;
}

/**
 * Writes what a row came to, once, and only while this process holds the run.
 *
 * @returns false when another process has taken the run over: its result counts
 */
export async function recordResult(
  { id, zoneId, leaseId }: HeldRun,
  pattern: string,
  { outcome, why, purgeId, comparisonId }: CheckResult,
): Promise<boolean> {
  const count = await db().$executeRaw`
    INSERT INTO canary_result (run_id, pattern, zone_id, outcome, why, at, purge_id, comparison_id)
    SELECT id, ${pattern}, ${zoneId}, ${outcome}::"CanaryOutcome", ${why}, clock_timestamp(),
      ${purgeId}::uuid, ${comparisonId}::uuid
    FROM canary_run WHERE id = ${id}::uuid AND lease_id = ${leaseId}::uuid AND finished_at IS NULL
    ON CONFLICT DO NOTHING`;
  return count === 1;
}

const inWords: Record<CanaryOutcome, string> = {
  passed: "passed",
  failed: "failed",
  unclear: "unclear",
  not_tested: "not tested",
};

/** Ends a run with its audit entry. Does nothing when another process has taken it over. */
export async function finishRun({ id, zoneId, leaseId, askedBy }: HeldRun): Promise<void> {
  await db().$transaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE canary_run SET finished_at = clock_timestamp(), leased_until = NULL
      WHERE id = ${id}::uuid AND lease_id = ${leaseId}::uuid AND finished_at IS NULL`;
    if (count === 0) return;
    const zone = await tx.zone.findUniqueOrThrow({ where: { id: zoneId }, select: { name: true } });
    const results = await tx.canaryResult.groupBy({
      by: ["outcome"],
      where: { runId: id },
      _count: true,
    });
    const told = results.map(({ outcome, _count }) => `${_count} ${inWords[outcome]}`);
    await writeEntry(tx, canaryActor, {
      action: "canary.finish",
      subject: { kind: "canary_run", id },
      summary: `The canary of ${zone.name} ended: ${told.join(", ") || "nothing was tried"}`,
      details: {
        askedBy,
        results: Object.fromEntries(results.map((one) => [one.outcome, one._count])),
      },
    });
  });
}
