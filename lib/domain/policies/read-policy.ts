import { authorize } from "@/lib/audit/authorize";
import { db, type Transaction } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { type PolicyHistory, type PolicyVersion, keptPolicy } from "@/lib/schemas/policies";
import { loadPolicy, type PolicyRow } from "./load-policy";

const mostBefore = 100;

function toVersion({ version, policy, madeAt, actorKind, actorName, reason }: PolicyRow) {
  return {
    version,
    policy: keptPolicy.parse(policy),
    madeAt: madeAt.toISOString(),
    madeBy: { kind: actorKind, name: actorName },
    reason,
  } satisfies PolicyVersion;
}

/** The policy and the versions before it, for callers that have checked the permission. */
export async function readHistory(
  tx: Pick<Transaction, "purgePolicyVersion">,
): Promise<PolicyHistory> {
  const { version, row } = await loadPolicy(tx);
  const before = await tx.purgePolicyVersion.findMany({
    where: { version: { lt: version } },
    orderBy: { version: "desc" },
    take: mostBefore,
  });
  return { current: toVersion(row), before: before.map(toVersion) };
}

/**
 * The policy that counts and the versions before it, newest first.
 *
 * @throws AppError not_allowed
 */
export async function readPolicy(actor: Actor): Promise<PolicyHistory> {
  await authorize(actor, "policy.read", {
    action: "access.refuse",
    subject: { kind: "policy", id: null },
    summary: `${actor.name} was refused the purge policy`,
  });
  return readHistory(db());
}
