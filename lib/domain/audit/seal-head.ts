import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { sha256 } from "@/lib/audit/digests";
import { readSignedLine, type Seal, signLine, type SignedLine } from "@/lib/audit/seal";
import { now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { chainEntries, readHead, takeChain } from "./chain-entries";
import type { Signer } from "./key-folder";

/** A head that has changed is signed at the earliest so long after the last seal, in milliseconds. */
const changedMs = 10_000;
/** An unchanged one is signed again after so long: then, too, it is known that somebody still looks. */
const idleMs = 45_000;
/** How long seals are kept in the database, for places that have to catch up. */
const keptDays = 7;

export type SealLine = SignedLine<"seal">;

/** The newest seal that the database knows; null: there is none. */
export async function newestSeal(tx: Pick<Transaction, "auditSeal">): Promise<SealLine | null> {
  const row = await tx.auditSeal.findFirst({ orderBy: { number: "desc" } });
  return row === null ? null : readSignedLine("seal", row.line);
}

/** Whether it is time for another seal. */
function isDue(last: Seal, seq: number): boolean {
  const age = now().getTime() - Date.parse(last.at);
  // An age below zero: the clock was set back.
  return age < 0 || age >= (seq === last.seq ? idleMs : changedMs);
}

/** Puts on record that a key signs from now on, once for each. @returns whether there is an entry to be chained first */
async function recordKey(signer: Signer, last: Seal | null): Promise<boolean> {
  if (last?.key === signer.id) return false;
  const subject = { kind: "audit key", id: signer.id };
  const action = "audit.use_key";
  const known = await db().auditEntry.count({ where: { action, subjectId: signer.id } });
  if (known > 0) return false;
  await writeEntry(db(), consoleActor, {
    action,
    subject,
    summary: `Seals of the record are signed by the key ${signer.id} from now on`,
    before: last === null ? null : { key: last.key },
    after: { key: signer.id, publicKey: signer.publicPem },
  });
  return true;
}

/**
 * Puts on record that the chain is not what the last seal says it was: what is signed from now on is the chain as
 * it is, and nobody shall take it for the one before.
 */
async function recordContradiction(tx: Transaction, last: Seal): Promise<void> {
  const [found] = await tx.$queryRaw<{ holds: boolean }[]>`
    SELECT ${last.seq}::bigint = 0
      OR EXISTS (SELECT 1 FROM audit_stub WHERE last_seq >= ${last.seq})
      OR EXISTS (SELECT 1 FROM audit_link
        WHERE seq = ${last.seq} AND digest = decode(${last.digest}, 'hex')) AS holds`;
  if (found?.holds === true) return;
  log().error({ seal: last.number, seq: last.seq }, "the audit record contradicts its last seal");
  await writeEntry(tx, consoleActor, {
    action: "audit.contradiction",
    subject: { kind: "audit seal", id: String(last.number) },
    summary: `The record is not the one that seal ${last.number} was made of: entry ${last.seq} is missing or another`,
    details: { seal: last },
  });
}

/** The later of two seals; of two with one number the second. */
function laterOf(one: SealLine | null, other: SealLine | null): SealLine | null {
  if (one === null || other === null) return one ?? other;
  return one.says.number > other.says.number ? one : other;
}

/**
 * Signs the end of the chain when it is time: soon after it has changed, and when nothing has changed as well.
 *
 * @param outside the newest seal that a place outside of the database holds: numbers go on behind it, also when
 *   the database was restored from an older backup
 * @param atOnce signs what has changed without waiting for its time, and waits for another process that is at it
 * @returns the new seal; null when it is not time, or another process does it
 */
export async function sealHead(
  signer: Signer,
  outside: SealLine | null,
  atOnce = false,
): Promise<Seal | null> {
  if (await recordKey(signer, laterOf(outside, await newestSeal(db()))?.says ?? null)) {
    await chainEntries(atOnce);
  }
  return db().$transaction(async (tx) => {
    if (!(await takeChain(tx, atOnce))) return null;
    const last = laterOf(outside, await newestSeal(tx));
    const head = await readHead(tx);
    const due = last === null || isDue(last.says, head.seq);
    if (!due && !(atOnce && head.seq !== last.says.seq)) return null;
    if (last !== null) await recordContradiction(tx, last.says);
    const seal: Seal = {
      v: 1,
      log: head.log,
      number: (last?.says.number ?? 0) + 1,
      before: last === null ? "" : sha256(last.line),
      seq: head.seq,
      digest: head.digest,
      at: now().toISOString(),
      key: signer.id,
      handovers: last === null || last.says.key !== signer.id ? signer.handovers : [],
    };
    const line = signLine("seal", seal, signer.key);
    await tx.auditSeal.create({ data: { number: seal.number, line } });
    await forgetOld(tx, seal.number);
    return seal;
  });
}

/** Seals with which another key has begun: whoever verifies needs them. */
export const bringsKey = { line: { contains: '"handovers":["' } };

/** Places have had these for days. The newest stays, and those that bring a key. */
async function forgetOld(tx: Transaction, newest: number): Promise<void> {
  const perDay = (24 * 60 * 60 * 1_000) / changedMs;
  await tx.auditSeal.deleteMany({
    where: { number: { lt: newest - keptDays * perDay }, NOT: bringsKey },
  });
}

/** The seals behind a number, the oldest first, at most `limit`. */
export async function sealsAfter(number: number, limit: number): Promise<SealLine[]> {
  const rows = await db().auditSeal.findMany({
    where: { number: { gt: number } },
    orderBy: { number: "asc" },
    take: limit,
  });
  return rows.flatMap(({ line }) => readSignedLine("seal", line) ?? []);
}
