import { db } from "@/lib/platform/database";
import type { TierRule } from "@/lib/schemas/purge-policy";

/** A proof with what its next step needs of its purge. */
export async function loadProof(purgeId: string) {
  const proof = await db().proof.findUniqueOrThrow({
    where: { purgeId },
    include: {
      purge: {
        select: {
          id: true,
          tenantId: true,
          zoneId: true,
          environment: true,
          status: true,
          tier: true,
          finishedAt: true,
          tenant: { select: { slug: true } },
        },
      },
    },
  });
  const [policy] = await db().$queryRaw<{ rule: Partial<TierRule> | null }[]>`
    SELECT policy->'tiers'->${proof.purge.tier} AS rule
    FROM purge_policy_version ORDER BY version DESC LIMIT 1`;
  const rule = policy?.rule ?? {};
  return {
    ...proof,
    policy: {
      proveMs: (rule.proveSeconds ?? 30) * 1_000,
      secondPurge: rule.secondPurge ?? false,
      bystanders: rule.bystanders ?? 0,
    },
  };
}
export type LoadedProof = Awaited<ReturnType<typeof loadProof>>;
