import type { Transaction } from "@/lib/platform/database";

/** How a purge is to be proven, as far as it was said. */
export interface WantedProof {
  /** Whether it was asked for; else the policy, or the tenant's set-up, decides. */
  asked: boolean;
  /** The page to probe; null: one that the purge names, else the tenant's first. */
  path: string | null;
  controlTenantId: string | null;
  /** A comparison whose probes were made already, for this purge. */
  comparisonId: string | null;
}

/** Nothing was said of it. */
export const noProofAsked: WantedProof = {
  asked: false,
  path: null,
  controlTenantId: null,
  comparisonId: null,
};

/**
 * Whether a person's purge is proven by probes: because it was asked for, or by the tier's policy. A service's is when its
 * tenant's set-up says so and none of that tenant is being proven (record-statement.ts); the console's own purges are
 * proven by whoever makes them.
 */
export async function wantsProof(
  tx: Transaction,
  { tier, proof }: { tier: string; proof: WantedProof },
): Promise<boolean> {
  if (proof.asked) return true;
  const [policy] = await tx.$queryRaw<{ prove: boolean | null }[]>`
    SELECT (policy->'tiers'->${tier}->>'prove')::boolean AS prove
    FROM purge_policy_version ORDER BY version DESC LIMIT 1`;
  return policy?.prove ?? false;
}

/**
 * Records that a purge is to be proven, in the transaction that records the purge: a crash leaves both or none.
 * The purge is held until its page is recorded as it was, a few seconds at most.
 */
export async function recordProof(
  tx: Transaction,
  purge: { id: string; requestedAt: Date },
  { path, controlTenantId, comparisonId }: Omit<WantedProof, "asked">,
): Promise<void> {
  await tx.proof.create({
    data: {
      purgeId: purge.id,
      state: "before",
      ...{ path, controlTenantId, comparisonId },
      nextAt: purge.requestedAt,
      createdAt: purge.requestedAt,
    },
  });
}
