import { authorize } from "@/lib/audit/authorize";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { requireRecentSignIn } from "@/lib/domain/policies/recent-sign-in";
import { readPurgeDetail } from "@/lib/domain/purges/read-purge";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { Permission } from "@/lib/schemas/permissions";
import { type RiskTierId, riskTiers } from "@/lib/schemas/purge-policy";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { recordSecond } from "./record-second";

const once = () =>
  new AppError(
    "conflict",
    "It cannot be repeated: its proof does not say that the old content came back, or it has been repeated already.",
  );

/** The index that keeps a purge from having two seconds. */
const onlyOnce = "purge_second";

/**
 * Purges a second time what came back with its old content: the same selector, a moment later, once.
 *
 * @returns the second purge
 * @throws AppError not_allowed, sign_in_again, not_found, conflict
 */
export async function repeatPurge(actor: Actor, purgeId: string): Promise<PurgeDetail> {
  const purge = await db().purge.findUnique({
    where: { id: purgeId },
    select: { tier: true, tenantId: true },
  });
  const tier = riskTiers[purge?.tier as RiskTierId] as { permission: Permission } | undefined;
  const attempt = {
    action: "purge.repeat" as const,
    subject: { kind: "purge", id: purgeId },
    tenantId: purge?.tenantId ?? null,
    summary: `${actor.name} was refused a second purge`,
  };
  await authorize(actor, tier?.permission ?? "purge.object", attempt);
  if (purge === null) throw new AppError("not_found", "There is no purge with this id.");
  const { policy } = await loadPolicy();
  const { signInMinutes } = policy.tiers[purge.tier as RiskTierId];
  await requireRecentSignIn(actor, signInMinutes, attempt);
  if (!(await readPurgeDetail(purgeId)).repeatable) throw once();
  const id = await db()
    .$transaction((tx) => recordSecond(tx, actor, purgeId))
    .catch((error: unknown) => {
      // Two at the same moment: the database let one of them in.
      if (JSON.stringify(error).includes(onlyOnce) || String(error).includes(onlyOnce))
        throw once();
      throw error;
    });
  return readPurgeDetail(id);
}
