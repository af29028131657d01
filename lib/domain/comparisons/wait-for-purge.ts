import { setTimeout as sleep } from "node:timers/promises";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";

/**
 * The purge of a tenant.
 *
 * @throws AppError not_found when it is not there or another tenant's
 */
export async function requirePurgeOf(tenantId: string, purgeId: string) {
  const purge = await db().purge.findFirst({
    where: { id: purgeId, tenantId },
    select: { id: true, status: true, finishedAt: true },
  });
  if (purge === null) throw new AppError("not_found", "This tenant has no purge with this id.");
  return purge;
}

/** How long a probe waits for Cloudflare's answer to the purge, its grace period included, in milliseconds. */
const patienceMs = 15_000;
/** How long a purge gets to spread before the first probe, in milliseconds. Cloudflare's median is 150. */
const settleMs = 1_000;

/**
 * Waits until a purge has its answer, and then a moment more for it to spread.
 *
 * @returns the purge as it is then; still queued or sending when that takes longer than 15 seconds
 */
export async function waitForPurge(tenantId: string, purgeId: string) {
  const until = now().getTime() + patienceMs;
  let purge = await requirePurgeOf(tenantId, purgeId);
  const waits = () => ["scheduled", "queued", "sending"].includes(purge.status);
  while (waits() && now().getTime() < until) {
    await sleep(100);
    purge = await requirePurgeOf(tenantId, purgeId);
  }
  const since = purge.finishedAt === null ? settleMs : now().getTime() - purge.finishedAt.getTime();
  if (purge.status === "accepted" && since < settleMs) await sleep(settleMs - since);
  return purge;
}
