import { signLine } from "@/lib/audit/seal";
import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { addMs, now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import { readHead, takeChain } from "./chain-entries";
import type { Signer } from "./key-folder";

const dayMs = 24 * 60 * 60 * 1_000;
/** So many entries go in one transaction. */
const mostAtOnce = 20_000;
/** Places and times go together, but not strictly: so many entries are looked at for the lowest place. */
const lookedAt = 10_000;

interface Last {
  first: number;
  seq: number;
  digest: string;
  at: Date;
}

/**
 * The last entry that may go: all before it are older than the cutoff, it was sealed, and it is not the newest.
 */
async function findLast(tx: Transaction, cutoff: Date): Promise<Last | null> {
  const [row] = await tx.$queryRaw<Last[]>`
    WITH kept AS (
      SELECT coalesce(min(k.seq), (SELECT max(seq) FROM audit_link)) AS seq FROM (
        SELECT l.seq FROM audit_entry e JOIN audit_link l ON l.entry_id = e.id
        WHERE e.at >= ${cutoff} ORDER BY e.at LIMIT ${lookedAt}) k
    ), oldest AS (SELECT min(seq) AS seq FROM audit_link)
    SELECT o.seq::float8 AS first, l.seq::float8 AS seq, encode(l.digest, 'hex') AS digest, e.at
    FROM kept k, oldest o, audit_link l JOIN audit_entry e ON e.id = l.entry_id
    WHERE l.seq = least(k.seq - 1, o.seq + ${mostAtOnce} - 1)`;
  return row ?? null;
}

async function trimBatch(signer: Signer, days: number): Promise<number> {
  return db().$transaction(
    async (tx) => {
      if (!(await takeChain(tx, false))) return 0;
      const last = await findLast(tx, addMs(now(), -days * dayMs));
      if (last === null) return 0;
      const { log } = await readHead(tx);
      const line = signLine(
        "stub",
        {
          ...{ v: 1, log, lastSeq: last.seq, digest: last.digest },
          ...{ lastAt: last.at.toISOString(), at: now().toISOString(), key: signer.id },
        },
        signer.key,
      );
      // The stub first: the database lets go only of what one covers.
      await tx.auditStub.create({ data: { lastSeq: last.seq, line } });
      const [removed] = await tx.$queryRaw<{ count: number }[]>`
        SELECT trim_audit_record(${last.seq})::float8 AS count`;
      await writeEntry(tx, consoleActor, {
        action: "audit.trim",
        subject: { kind: "audit", id: null },
        summary: `Retention removed the audit entries ${last.first} to ${last.seq}, older than ${days} days`,
        details: { first: last.first, last: last.seq, count: removed?.count ?? 0, days },
      });
      return removed?.count ?? 0;
    },
    { timeout: 60_000, maxWait: 10_000 },
  );
}

/**
 * Removes the beginning of the record, entries that are older than so many days, and leaves a signed stub from which
 * the rest still verifies. Each batch is on record.
 *
 * @returns how many were removed
 */
export async function trimRecord(signer: Signer, days: number): Promise<number> {
  let count = 0;
  for (;;) {
    const removed = await trimBatch(signer, days);
    count += removed;
    if (removed === 0) return count;
  }
}
