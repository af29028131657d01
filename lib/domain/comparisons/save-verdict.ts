import { db, type Transaction } from "@/lib/platform/database";
import type { Verdict } from "@/lib/schemas/comparisons";
import { comparisonInclude, toComparison } from "./comparison-row";
import { judgeComparison } from "./judge-comparison";
import { loadEvidence } from "./load-evidence";

/** Reads a comparison, judges it by everything on record and keeps the verdict with it. */
export async function saveVerdict(tx: Transaction, comparisonId: string): Promise<Verdict> {
  const row = await tx.comparison.findUniqueOrThrow({
    where: { id: comparisonId },
    include: comparisonInclude,
  });
  const verdict = judgeComparison(await loadEvidence(tx, row));
  const { code, outcome, summary, confidence, reasons, missing, colos, variants } = verdict;
  await tx.comparison.update({
    where: { id: comparisonId },
    data: {
      verdictCode: code,
      verdictOutcome: outcome,
      verdictSummary: summary,
      verdictReasons: reasons,
      confidence,
      missing,
      colos,
      variants,
    },
  });
  return verdict;
}

/** Reads a comparison as the API answers it, for callers that have checked the permission. */
export async function readSavedComparison(id: string) {
  const row = await db().comparison.findUniqueOrThrow({
    where: { id },
    include: comparisonInclude,
  });
  return toComparison(row);
}
