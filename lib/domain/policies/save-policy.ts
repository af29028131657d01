import { type AuditActor, writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import { changedParts } from "@/lib/schemas/policy-changes";
import type { PurgePolicy } from "@/lib/schemas/purge-policy";
import type { Prisma } from "@/prisma/generated/client";
import { loadPolicy } from "./load-policy";

/** Any constant: the key of the advisory lock under which one version follows another. */
const policyLock = 7_285_345;

/** Until the transaction ends nobody else makes a version. Reading the policy waits for nobody. */
export async function lockPolicy(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${policyLock})`;
}

/**
 * Makes the next version of the policy with its audit entry, which has what was before and after. A policy that
 * changes nothing makes no version. For callers that have checked the permission and hold the lock.
 *
 * @returns the version that counts now
 */
export async function savePolicy(
  tx: Transaction,
  actor: AuditActor,
  policy: PurgePolicy,
  reason: string | null,
): Promise<number> {
  const current = await loadPolicy(tx);
  const changes = changedParts(current.policy, policy);
  if (changes.length === 0) return current.version;
  const version = current.version + 1;
  await tx.purgePolicyVersion.create({
    data: {
      version,
      policy: policy as unknown as Prisma.InputJsonObject,
      madeAt: now(),
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      reason,
    },
  });
  await writeEntry(tx, actor, {
    action: "policy.change",
    subject: { kind: "policy", id: String(version) },
    summary: `${actor.name} changed the purge policy: ${changes.map(({ part }) => part).join(", ")}`,
    details: { version, changes },
    before: Object.fromEntries(changes.map(({ part, before }) => [part, before])),
    after: Object.fromEntries(changes.map(({ part, after }) => [part, after])),
    reason,
  });
  return version;
}
