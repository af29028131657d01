import { type Transaction, db } from "@/lib/platform/database";
import { addMs } from "@/lib/platform/clock";
import type { Actor, Caller, SystemActor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { type AllowedPurge, purgeRow, requestEntry } from "./allowed-purge";
import { recordStatement, type RecordedRow, type ToRecord } from "./record-statement";
import { recordTogether } from "./record-together";
import { recordProof, wantsProof } from "./want-proof";

/** The tier's grace period, which is for second thoughts, in milliseconds. */
async function readGrace(tx: Transaction, { tier, confirmed }: AllowedPurge): Promise<number> {
  const [row] = await tx.$queryRaw<{ version: number; grace: number | null }[]>`
    SELECT version, (policy -> 'tiers' -> ${tier} ->> 'graceSeconds')::int AS grace
    FROM purge_policy_version ORDER BY version DESC LIMIT 1`;
  if (confirmed !== null && confirmed.policyVersion !== row?.version) {
    throw new AppError("plan_changed", "The policy changed at this moment. Look at it again.");
  }
  return (row?.grace ?? 0) * 1000;
}

/** What is kept beside a purge that needs a second person, or goes past one. */
async function insertSecondPerson(
  tx: Transaction,
  purgeId: string,
  personId: string,
  { digest, policyVersion, approvalMinutes, breaksGlass }: NonNullable<AllowedPurge["confirmed"]>,
  at: Date,
): Promise<void> {
  if (approvalMinutes !== null) {
    await tx.approval.create({
      data: {
        purgeId,
        state: "pending",
        digest,
        policyVersion,
        requestedById: personId,
        expiresAt: addMs(at, approvalMinutes * 60_000),
      },
    });
  }
  if (breaksGlass) {
    await tx.breakGlass.create({ data: { purgeId, usedById: personId, usedAt: at } });
  }
}

/** Where a person's purge begins: with a second person's say, the grace period, or in the queue. */
function beginning({ confirmed }: AllowedPurge, graceMs: number, isProven: boolean) {
  if (confirmed !== null && confirmed.approvalMinutes !== null) return "awaiting_approval" as const;
  // One that is to be proven waits until its page is recorded as it was (release-scheduled.ts).
  return graceMs > 0 || isProven ? ("scheduled" as const) : ("queued" as const);
}

function toRecord(
  caller: Caller | SystemActor,
  purge: AllowedPurge,
  begins: Parameters<typeof purgeRow>[2],
): ToRecord {
  const row = purgeRow(caller, purge, begins);
  return { row, entry: requestEntry(caller, row.id, purge) };
}

/** A burst of purges waits for its turn at the database rather than being refused, in milliseconds. */
const burst = { timeout: 12_000, maxWait: 10_000 };

async function recordOfPerson(person: Actor, purge: AllowedPurge): Promise<string> {
  return db().$transaction(async (tx) => {
    const graceMs = await readGrace(tx, purge);
    const isProven = await wantsProof(tx, { tier: purge.tier, proof: purge.proof });
    const status = beginning(purge, graceMs, isProven);
    const recording = toRecord(person, purge, { status, graceMs });
    const [recorded] = await tx.$queryRaw<RecordedRow[]>(recordStatement([recording], null));
    if (recorded === undefined) throw new Error("The record answers one row.");
    const { id } = recording.row;
    if (isProven) await recordProof(tx, { id, requestedAt: recorded.at }, purge.proof);
    if (purge.confirmed !== null) {
      await insertSecondPerson(tx, id, person.id, purge.confirmed, recorded.at);
    }
    return id;
  }, burst);
}

/**
 * Records a purge with its audit entry, in one transaction. Nothing is sent before both are committed and,
 * for a person, the tier's grace period is over.
 *
 * @returns the purge's id
 */
export async function recordPurge(
  caller: Caller | SystemActor,
  purge: AllowedPurge,
): Promise<string> {
  if (caller.kind === "person") return recordOfPerson(caller, purge);
  const recording = toRecord(caller, purge, { status: "queued", graceMs: 0 });
  await recordTogether(recording);
  return recording.row.id;
}
