import { keepRound } from "@/lib/domain/comparisons/keep-round";
import { saveVerdict } from "@/lib/domain/comparisons/save-verdict";
import { takeRound } from "@/lib/domain/comparisons/take-round";
import { db } from "@/lib/platform/database";
import { readDatabaseClock } from "@/lib/platform/database-clock";
import { endInside, endProof } from "./end-proof";
import type { LoadedProof } from "./load-proof";
import { findProofPages, openComparison } from "./open-comparison";
import { planNext } from "./plan-next";
import { type ProofWork, stillHeld } from "./proof-work";

/** Probes once more after the purge, judges by everything that is there, and ends or plans the next round. */
export async function probeAfter(proof: LoadedProof, work: ProofWork): Promise<void> {
  const pages = await findProofPages(proof);
  if (pages === null)
    return endProof(proof, work, { nothing: "Cannot tell: there is no page left to probe." });
  const rounds = proof.afterRounds + 1;
  const place = proof.beforeRounds + rounds;
  const known = await db().probe.aggregate({
    where: { comparisonId: pages.comparisonId },
    _max: { round: true },
  });
  const round = Math.max(place, (known._max.round ?? 0) + 1);
  const taken = await takeRound(pages, pages.comparisonId, "after", round);
  const clock = await readDatabaseClock();
  const sinceMs = clock().getTime() - (proof.purge.finishedAt?.getTime() ?? 0);
  await db().$transaction(
    async (tx) => {
      if (!(await stillHeld(tx, work))) return;
      if (pages.isNew) await openComparison(tx, proof.purgeId, pages);
      await keepRound(tx, pages.comparisonId, taken);
      // A comparison that was started by hand, for this purge, has become its proof.
      await tx.comparison.update({
        where: { id: pages.comparisonId },
        data: { purgeId: proof.purgeId },
      });
      const verdict = await saveVerdict(tx, pages.comparisonId);
      const next = planNext(verdict, { rounds, sinceMs, limitMs: proof.policy.proveMs });
      await tx.$executeRaw`
        UPDATE proof SET after_rounds = ${rounds}, path = ${pages.path},
          control_tenant_id = ${pages.control?.tenantId ?? null},
          comparison_id = ${pages.comparisonId}::uuid, leased_until = NULL, lease_id = NULL,
          next_at = clock_timestamp() + ${next.end ? 0 : next.waitMs} * interval '1 millisecond'
        WHERE purge_id = ${proof.purgeId}::uuid`;
      if (next.end) await endInside(tx, proof, { verdict, comparisonId: pages.comparisonId });
    },
    { timeout: 15_000, maxWait: 10_000 },
  );
}
