import { authorize, refuse } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { requireRecentSignIn } from "@/lib/domain/policies/recent-sign-in";
import { queuePlace } from "@/lib/domain/sending/lanes";
import { transition } from "@/lib/domain/sending/transition";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { RiskTierId } from "@/lib/schemas/purge-policy";
import type { PurgeDetail, RetryAllResult } from "@/lib/schemas/purges";
import { Prisma } from "@/prisma/generated/client";
import { requireOwnTier } from "./cancel-purge";
import { putTogether } from "./load-surroundings";
import { resolveRequest } from "./plan-purge";
import { readPurgeDetail } from "./read-purge";
import { scopeInWords } from "./scope-in-words";

/** "Retry all" sends so many again at once, and names so many that it may not; asking again takes the next. */
const mostAtOnce = 1_000;
const mostNamed = 50;
/** It reads them in parts of so many. */
const readAtOnce = 100;

type FailedPurge = Awaited<ReturnType<typeof requireOwnTier>>;

const attemptOf = (actor: Actor, { id, tenantId }: FailedPurge) => ({
  action: "purge.retry" as const,
  subject: { kind: "purge", id },
  tenantId,
  summary: `${actor.name} was refused to send a failed purge again`,
});

/**
 * By today's rules: a host may have moved to another tenant, a tag may be shared since. What a service was
 * allowed to purge, of several tenants too, is decided already: whoever has the right for its tier may send it
 * again.
 */
async function refuseUnlessSound(actor: Actor, purge: FailedPurge): Promise<void> {
  const { tenantId, environment, method, selectorKind, targets } = purge;
  const attempt = attemptOf(actor, purge);
  if (tenantId === null && purge.actorKind !== "person") return;
  if (tenantId === null) {
    const message = "It concerns several tenants. That takes a second person's approval.";
    return refuse(actor, attempt, { code: "needs_second_person", message });
  }
  const selector = putTogether(selectorKind, targets);
  const { resolved, rule } = await resolveRequest({
    tenantId,
    method,
    selector,
    ...(environment === null ? {} : { environment }),
  });
  if (resolved.refusal !== null) await refuse(actor, attempt, resolved.refusal);
  if (purge.actorKind !== "person" || !rule.secondPerson) return;
  const message = "A second person has to agree to each sending of it. Ask for this purge anew.";
  await refuse(actor, attempt, { code: "needs_second_person", message });
}

async function retry(
  actor: Actor,
  purgeId: string,
  reason: string,
  priority: number | null,
): Promise<void> {
  const purge = await requireOwnTier(actor, purgeId, "purge.retry");
  if (purge.status !== "failed" || purge.resolvedAt !== null) {
    throw new AppError("conflict", "Only a failed purge that is still open can be sent again.");
  }
  await refuseUnlessSound(actor, purge);
  const { policy } = await loadPolicy();
  await requireRecentSignIn(
    actor,
    policy.tiers[purge.tier as RiskTierId].signInMinutes,
    attemptOf(actor, purge),
  );
  const { lane, fairKey, targetKey } = queuePlace(purge);
  await db().$transaction(async (tx) => {
    const [moved] = await transition(tx, {
      from: "failed",
      to: "queued",
      where: Prisma.sql`id = ${purgeId}::uuid AND resolved_at IS NULL`,
      cause: `Sent again by ${actor.name}: ${reason}`,
      set: Prisma.sql`finished_at = NULL, failure_count = 0, lane = ${lane}, fair_key = ${fairKey},
        target_key = ${targetKey}, priority = ${priority ?? purge.priority}`,
    });
    if (moved === undefined) {
      throw new AppError("conflict", "Somebody else closed it or sent it again at this moment.");
    }
    await writeEntry(tx, actor, {
      action: "purge.retry",
      subject: { kind: "purge", id: purgeId },
      tenantId: purge.tenantId,
      summary: `${actor.name} sent a failed purge of ${scopeInWords(purge)} again`,
      reason,
      ticket: purge.ticket,
    });
  });
}

/**
 * Sends a failed purge again, with all its attempts from zero, as a person's.
 *
 * @throws AppError not_found, not_allowed, foreign_target, needs_second_person, sign_in_again, conflict
 */
export async function retryFailure(
  actor: Actor,
  purgeId: string,
  reason: string,
): Promise<PurgeDetail> {
  await retry(actor, purgeId, reason, 0);
  return readPurgeDetail(purgeId);
}

/**
 * Sends all failed purges again that nobody has closed, each by the rules for it; each keeps its place
 * behind people's. Those that the rules refuse stay as they are and are counted, the first of them named.
 *
 * @throws AppError not_allowed
 */
export async function retryAllFailures(actor: Actor, reason: string): Promise<RetryAllResult> {
  await authorize(actor, "purge.resolve", {
    action: "purge.retry",
    subject: { kind: "purge", id: null },
    summary: `${actor.name} was refused to send all failed purges again`,
  });
  const result: RetryAllResult = { retried: 0, refused: [], refusedCount: 0 };
  let after: string | null = null;
  while (result.retried < mostAtOnce) {
    const open = await readOpen(after, Math.min(readAtOnce, mostAtOnce - result.retried));
    for (const { id } of open) await retryOne(actor, id, reason, result);
    after = open.at(-1)?.id ?? null;
    if (after === null) break;
  }
  return result;
}

/** The oldest open failures behind one. Ids sort by the time of the request. */
function readOpen(after: string | null, most: number): Promise<{ id: string }[]> {
  return db().purge.findMany({
    where: { status: "failed", resolvedAt: null, ...(after === null ? {} : { id: { gt: after } }) },
    select: { id: true },
    orderBy: { id: "asc" },
    take: most,
  });
}

async function retryOne(
  actor: Actor,
  id: string,
  reason: string,
  result: RetryAllResult,
): Promise<void> {
  try {
    await retry(actor, id, reason, null);
    result.retried += 1;
  } catch (error) {
    // Only what the rules refuse is this purge's matter alone.
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
    result.refusedCount += 1;
    if (result.refused.length < mostNamed) {
      result.refused.push({ purgeId: id, message: error.message });
    }
  }
}
