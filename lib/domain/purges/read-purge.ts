import { authorize } from "@/lib/audit/authorize";
import { comparisonInclude, toComparison } from "@/lib/domain/comparisons/comparison-row";
import { readLine } from "@/lib/domain/sending/read-line";
import { db, type Transaction } from "@/lib/platform/database";
import type { Caller, TokenActor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { purgeInclude, toAttempt, toPurge } from "./purge-row";
import { reachesTenant, reachesZone } from "./token-reach";

const noSuchPurge = () => new AppError("not_found", "There is no purge with this id.");

/** Reads a purge with all its attempts and comparisons, for callers that have checked the permission. */
export async function readPurgeDetail(id: string): Promise<PurgeDetail> {
  // One snapshot: a receipt whose state and history are of different moments would contradict itself.
  return db().$transaction((tx) => readInside(tx, id), {
    isolationLevel: "RepeatableRead",
    timeout: 30_000,
    maxWait: 10_000,
  });
}

async function readInside(tx: Transaction, id: string): Promise<PurgeDetail> {
  const row = await tx.purge.findUnique({
    where: { id },
    include: {
      ...purgeInclude,
      attempts: { include: { call: true }, orderBy: { number: "asc" } },
      tenants: {
        select: { tenantId: true, tenant: { select: { id: true, slug: true, name: true } } },
        orderBy: { tenant: { slug: "asc" } },
      },
    },
  });
  if (row === null) throw noSuchPurge();
  const comparisons = await tx.comparison.findMany({
    where: { purgeId: id },
    include: comparisonInclude,
    orderBy: { createdAt: "desc" },
    take: 20,
  });
  const history = await tx.purgeTransition.findMany({
    where: { purgeId: id },
    orderBy: { id: "asc" },
    take: 500,
  });
  return {
    ...toPurge(row),
    tenants: row.tenant === null ? row.tenants.map(({ tenant }) => tenant) : [row.tenant],
    line: await readLine(tx, row),
    history: history.map(({ at, from, to, cause }) => ({ at: at.toISOString(), from, to, cause })),
    attempts: row.attempts.map(toAttempt),
    comparisons: comparisons.map(toComparison),
  };
}

/**
 * One purge: its receipt.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readPurge(actor: Caller, id: string): Promise<PurgeDetail> {
  await authorize(actor, "purge.read", {
    action: "access.refuse",
    subject: { kind: "purge", id },
    summary: `${actor.name} was refused a receipt`,
  });
  const purge = await readPurgeDetail(id);
  if (actor.kind === "token" && !reachesPurge(actor, purge)) throw noSuchPurge();
  return purge;
}

/** A purge of several tenants is for those whose token reaches all of them. */
function reachesPurge(service: TokenActor, { zone, tenants }: PurgeDetail): boolean {
  const ids = tenants.length === 0 ? [null] : tenants.map(({ id }) => id);
  return reachesZone(service, zone.id) && ids.every((id) => reachesTenant(service, id));
}
