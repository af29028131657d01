import type { Transaction } from "@/lib/platform/database";
import type { Round } from "./take-round";

/** Keeps what a round of probes brought with its comparison, which has to be there. */
export async function keepRound(
  tx: Transaction,
  comparisonId: string,
  { probes, origin }: Pick<Round, "probes" | "origin">,
): Promise<void> {
  await tx.probe.createMany({ data: probes });
  if (origin.length === 0) return;
  await tx.$executeRaw`
    UPDATE comparison SET origin = origin || ${JSON.stringify(origin)}::jsonb
    WHERE id = ${comparisonId}::uuid`;
}
