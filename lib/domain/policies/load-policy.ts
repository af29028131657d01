import { db, type Transaction } from "@/lib/platform/database";
import { keptPolicy } from "@/lib/schemas/policies";
import type { PurgePolicy } from "@/lib/schemas/purge-policy";
import type { Prisma } from "@/prisma/generated/client";

export type PolicyRow = Prisma.PurgePolicyVersionGetPayload<object>;

/** The policy that counts, with its version: what every purge by a person is held to. */
export async function loadPolicy(
  tx: Pick<Transaction, "purgePolicyVersion"> = db(),
): Promise<{ version: number; policy: PurgePolicy; row: PolicyRow }> {
  const row = await tx.purgePolicyVersion.findFirstOrThrow({ orderBy: { version: "desc" } });
  return { version: row.version, policy: keptPolicy.parse(row.policy), row };
}
