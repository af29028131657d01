import { db } from "@/lib/platform/database";
import { keepRound } from "@/lib/domain/comparisons/keep-round";
import { takeRound } from "@/lib/domain/comparisons/take-round";
import { saveVerdict } from "@/lib/domain/comparisons/save-verdict";
import { endProof } from "./end-proof";
import type { LoadedProof } from "./load-proof";
import { findProofPages, openComparison } from "./open-comparison";
import { type ProofWork, stillHeld, tellSender } from "./proof-work";

/** The most rounds before a purge: a page that is not warm by then is not kept by the cache. */
const mostRounds = 3;
/**
 * How long a copy that a probe has just filled ages before it is probed again, in milliseconds: a copy of at
 * least a second is told from one that is filled after the purge, since Age counts whole seconds.
 */
const ageMs = 1_500;

const waiting = new Set(["scheduled", "queued"]);

/** Why nothing can be probed for this purge; null: something can. */
function whyNothing({ purge }: LoadedProof): string | null {
  if (purge.environment !== null)
    return "Cannot tell: probes reach production, and this purge was for another environment.";
  if (purge.tenantId === null)
    return "Cannot tell: it is not on record whose purge this is, so there is no page to probe.";
  return null;
}

/**
 * Records the page, its control and others as they are before the purge: warm, so that it can be told that they
 * are not afterwards. Once that is so, or the purge is out, the purge is let go.
 */
export async function recordBefore(proof: LoadedProof, work: ProofWork): Promise<void> {
  const nothing = whyNothing(proof);
  if (nothing !== null) return endProof(proof, work, { nothing });
  // What it looks like when somebody approves it counts, not what it looked like when it was asked for.
  if (proof.purge.status === "awaiting_approval") return askAgain(proof, work);
  // Too late for a before: what the comparison has, if anything, is all there is.
  if (!waiting.has(proof.purge.status)) return letGo(proof, work);
  const pages = await findProofPages(proof);
  if (pages === null) {
    const slug = proof.purge.tenant?.slug ?? "the tenant";
    return endProof(proof, work, {
      nothing: `Cannot tell: no page of ${slug} is known, so there is nothing to probe.`,
    });
  }
  const round = proof.beforeRounds + 1;
  const known = await db().probe.aggregate({
    where: { comparisonId: pages.comparisonId },
    _max: { round: true },
  });
  const place = (known._max.round ?? 0) + 1;
  const taken = await takeRound(pages, pages.comparisonId, "before", place);
  const isDone = taken.bothWarm || round >= mostRounds;
  await db().$transaction(async (tx) => {
    if (!(await stillHeld(tx, work))) return;
    if (pages.isNew) await openComparison(tx, proof.purgeId, pages);
    await keepRound(tx, pages.comparisonId, taken);
    await saveVerdict(tx, pages.comparisonId);
    await tx.$executeRaw`
      UPDATE proof SET before_rounds = ${round}, path = ${pages.path},
        control_tenant_id = ${pages.control?.tenantId ?? null}, comparison_id = ${pages.comparisonId}::uuid,
        state = ${isDone ? "sending" : "before"}::"ProofState", leased_until = NULL, lease_id = NULL,
        next_at = clock_timestamp() + ${ageMs} * interval '1 millisecond'
      WHERE purge_id = ${proof.purgeId}::uuid`;
    if (isDone) await tellSender(tx);
  });
}

async function askAgain(proof: LoadedProof, work: ProofWork): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!(await stillHeld(tx, work))) return;
    await tx.$executeRaw`
      UPDATE proof SET leased_until = NULL, lease_id = NULL,
        next_at = clock_timestamp() + interval '1 second'
      WHERE purge_id = ${proof.purgeId}::uuid`;
  });
}

/** The purge is out, or does not wait any more: what comes next is its acceptance. */
async function letGo(proof: LoadedProof, work: ProofWork): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!(await stillHeld(tx, work))) return;
    await tx.$executeRaw`
      UPDATE proof SET state = 'sending', leased_until = NULL, lease_id = NULL
      WHERE purge_id = ${proof.purgeId}::uuid`;
  });
}
