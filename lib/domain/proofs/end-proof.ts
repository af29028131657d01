import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { db, type Transaction } from "@/lib/platform/database";
import type { Verdict } from "@/lib/schemas/comparisons";
import type { Collateral } from "@/lib/schemas/proofs";
import { readCollateral } from "./read-collateral";
import type { LoadedProof } from "./load-proof";
import { type ProofWork, stillHeld, tellSender } from "./proof-work";
import { recordSecond } from "./record-second";

/** What a proof ends with: the verdict of its comparison, or why there was nothing to probe. */
type End = { verdict: Verdict; comparisonId: string } | { nothing: string };

function outcomeOf(end: End): Pick<Verdict, "code" | "outcome" | "summary"> {
  if ("nothing" in end)
    return { code: "not_comparable", outcome: "cannot_tell", summary: end.nothing };
  if (end.verdict.outcome !== "pending") return end.verdict;
  return {
    code: "not_comparable",
    outcome: "cannot_tell",
    summary: "Cannot tell: the page gave no answer that shows it, as long as it was probed.",
  };
}

/** One that is a second itself is not repeated, nor what a second person approved: that is asked for anew. */
async function mayRepeat(tx: Transaction, purgeId: string): Promise<boolean> {
  const purge = await tx.purge.findUniqueOrThrow({
    where: { id: purgeId },
    select: { secondOfId: true, seconds: { select: { id: true } } },
  });
  const approvals = await tx.approval.count({ where: { purgeId } });
  return purge.secondOfId === null && purge.seconds.length === 0 && approvals === 0;
}

/** Ends a proof, in the transaction that keeps its last round. */
export async function endInside(tx: Transaction, proof: LoadedProof, end: End): Promise<void> {
  const { code, outcome, summary } = outcomeOf(end);
  const { purge, policy } = proof;
  const collateral: Collateral | null =
    "nothing" in end ? null : await readCollateral(tx, end.comparisonId, proof.purgeId);
  await tx.$executeRaw`
    UPDATE proof SET state = 'ended', outcome = ${outcome}, code = ${code}, summary = ${summary},
      collateral = ${collateral === null ? null : JSON.stringify(collateral)}::jsonb,
      leased_until = NULL, lease_id = NULL, ended_at = clock_timestamp()
    WHERE purge_id = ${proof.purgeId}::uuid`;
  await writeEntry(tx, consoleActor, {
    action: "purge.prove",
    subject: { kind: "purge", id: proof.purgeId },
    tenantId: purge.tenantId,
    summary: `Proof: ${summary}`,
    details: {
      outcome,
      code,
      ...("nothing" in end
        ? {}
        : {
            comparisonId: end.comparisonId,
            confidence: end.verdict.confidence,
            colos: end.verdict.colos,
          }),
      ...(collateral === null ? {} : { collateral: collateral.summary }),
    },
  });
  if (code === "old_content" && policy.secondPurge && (await mayRepeat(tx, proof.purgeId)))
    await recordSecond(tx, consoleActor, proof.purgeId);
  await tellSender(tx);
}

/** Ends a proof for which nothing can be probed. */
export async function endProof(proof: LoadedProof, work: ProofWork, end: End): Promise<void> {
  await db().$transaction(async (tx) => {
    if (await stillHeld(tx, work)) await endInside(tx, proof, end);
  });
}
