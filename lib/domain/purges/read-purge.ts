import { authorize } from "@/lib/audit/authorize";
import { comparisonInclude, toComparison } from "@/lib/domain/comparisons/comparison-row";
import { readLine } from "@/lib/domain/sending/read-line";
import { db, type Transaction } from "@/lib/platform/database";
import type { Caller, TokenActor } from "@/lib/schemas/actor";
import type { Collateral } from "@/lib/schemas/proofs";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { Prisma } from "@/prisma/generated/client";
import { noSuchPurge } from "./no-such-purge";
import { readPurgeRows, toAttempt, toPurge } from "./purge-row";
import { readSecondPerson } from "./read-second-person";
import { reachesAll, reachesZone } from "./token-reach";

/** Reads a purge with all its attempts and comparisons, for callers that have checked the permission. */
export async function readPurgeDetail(id: string): Promise<PurgeDetail> {
  // One snapshot: a receipt whose state and history are of different moments would contradict itself.
  return db().$transaction((tx) => readInside(tx, id), {
    isolationLevel: "RepeatableRead",
    timeout: 30_000,
    maxWait: 10_000,
  });
}

/** What became of others around a purge, and whether it was, or may be, purged a second time. */
async function readSecond(
  tx: Transaction,
  id: string,
): Promise<Pick<PurgeDetail, "collateral" | "secondOf" | "second" | "repeatable">> {
  const row = await tx.purge.findUniqueOrThrow({
    where: { id },
    select: {
      secondOfId: true,
      seconds: { select: { id: true } },
      proof: { select: { code: true, collateral: true } },
    },
  });
  const second = row.seconds[0]?.id ?? null;
  // What a second person approved was one purge: another is asked for anew.
  const approvals = await tx.approval.count({ where: { purgeId: id } });
  return {
    collateral: (row.proof?.collateral ?? null) as Collateral | null,
    secondOf: row.secondOfId,
    second,
    repeatable:
      row.proof?.code === "old_content" &&
      row.secondOfId === null &&
      second === null &&
      approvals === 0,
  };
}

async function readInside(tx: Transaction, id: string): Promise<PurgeDetail> {
  const [row] = await readPurgeRows(tx, Prisma.sql`SELECT * FROM purge WHERE id = ${id}::uuid`);
  if (row === undefined) throw await noSuchPurge(id, tx);
  const purge = toPurge(row);
  const shares = await tx.purgeTenant.findMany({
    where: { purgeId: id },
    select: { tenant: { select: { id: true, slug: true, name: true } } },
    orderBy: { tenant: { slug: "asc" } },
  });
  const attempts = await tx.attempt.findMany({
    where: { purgeId: id },
    include: { call: true },
    orderBy: { number: "asc" },
  });
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
    ...purge,
    secondPerson: await readSecondPerson(tx, id, purge.actor.name),
    tenants: purge.tenant === null ? shares.map(({ tenant }) => tenant) : [purge.tenant],
    line: await readLine(tx, row),
    history: history.map(({ at, from, to, cause }) => ({ at: at.toISOString(), from, to, cause })),
    attempts: attempts.map(toAttempt),
    comparisons: comparisons.map(toComparison),
    ...(await readSecond(tx, id)),
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
  if (actor.kind === "token" && !reachesPurge(actor, purge)) throw await noSuchPurge(id);
  return purge;
}

/** A purge of several tenants is for those whose token reaches all of them. */
function reachesPurge(service: TokenActor, { zone, tenants }: PurgeDetail): boolean {
  const ids = tenants.map(({ id }) => id);
  return reachesZone(service, zone.id) && reachesAll(service, ids);
}
