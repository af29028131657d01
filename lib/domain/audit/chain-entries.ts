import { linkText, genesis, sha256 } from "@/lib/audit/digests";
import { type EntryRow, entryText } from "@/lib/audit/entry-text";
import { db, type Transaction } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";

/** Any constant: the key of the advisory lock under which the chain grows and is sealed. */
const chainLock = 7_285_346;
/** So many entries are chained in one transaction. */
const batchSize = 1_000;

/** The end of the chain: the newest entry's place and digest; place 0: there is none yet. */
export interface Head {
  log: string;
  seq: number;
  digest: string;
}

/** The columns of an entry, for raw SQL with audit_entry as `e`. */
export const entryColumns = Prisma.sql`e.id, e.at, e.actor_kind::text AS "actorKind", e.actor_id AS "actorId",
  e.actor_name AS "actorName", e.actor_role::text AS "actorRole", e.action, e.outcome::text AS outcome,
  e.subject_kind AS "subjectKind", e.subject_id AS "subjectId", e.tenant_id AS "tenantId", e.summary,
  e.details, e.before, e.after, e.reason, e.ticket, e.request_id AS "requestId", e.address`;

/**
 * Whether this transaction has the chain to itself; another process has it otherwise, and does the work.
 *
 * @param wait until it has it
 */
export async function takeChain(tx: Transaction, wait: boolean): Promise<boolean> {
  if (wait) {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${chainLock})`;
    return true;
  }
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${chainLock}) AS taken`;
  return row?.taken === true;
}

/** Where the chain ends. */
export async function readHead(tx: Pick<Transaction, "$queryRaw">): Promise<Head> {
  const [row] = await tx.$queryRaw<{ log: string; seq: number | null; digest: string | null }[]>`
    SELECT l.id::text AS log, h.seq::float8 AS seq, encode(h.digest, 'hex') AS digest
    FROM audit_log l LEFT JOIN LATERAL (
      SELECT seq, digest FROM audit_link ORDER BY seq DESC LIMIT 1) h ON true`;
  if (row === undefined) throw new Error("audit_log is empty: it is not a console's database");
  return { log: row.log, seq: row.seq ?? 0, digest: row.digest ?? genesis(row.log) };
}

/** The oldest that wait, in their order; they do not wait any more. */
async function takeWaiting(tx: Transaction): Promise<EntryRow[]> {
  const taken = await tx.$queryRaw<{ id: string; position: number }[]>`
    DELETE FROM audit_pending WHERE position IN (
      SELECT position FROM audit_pending ORDER BY position LIMIT ${batchSize})
    RETURNING entry_id::text AS id, position::float8 AS position`;
  const places = new Map(taken.map(({ id, position }) => [id, position]));
  // By their ids: joined with what was taken, a planner without statistics would read the whole record.
  const rows = await tx.$queryRaw<EntryRow[]>`
    SELECT ${entryColumns} FROM audit_entry e WHERE e.id = ANY(${[...places.keys()]}::uuid[])`;
  return rows.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}

/** Chains the oldest that wait, in one batch. @returns how many; null when another process has the chain */
async function chainBatch(wait: boolean): Promise<number | null> {
  return db().$transaction(
    async (tx) => {
      if (!(await takeChain(tx, wait))) return null;
      const rows = await takeWaiting(tx);
      if (rows.length === 0) return 0;
      const head = await readHead(tx);
      let prev = head.digest;
      const links = rows.map((row, at) => {
        const seq = head.seq + at + 1;
        const digest = sha256(linkText(seq, prev, entryText(row)));
        const link = { seq, entry_id: row.id, prev, digest };
        prev = digest;
        return link;
      });
      await tx.$executeRaw`
        INSERT INTO audit_link (seq, entry_id, prev, digest)
        SELECT k.seq, k.entry_id, decode(k.prev, 'hex'), decode(k.digest, 'hex')
        FROM json_to_recordset(${JSON.stringify(links)}::json)
          AS k (seq bigint, entry_id uuid, prev text, digest text)`;
      return rows.length;
    },
    { timeout: 30_000, maxWait: 10_000 },
  );
}

/**
 * Chains every entry that is committed, in the order in which they were written down. Entries are chained behind
 * the transactions that write them, so that these do not wait for each other; an entry that is committed late
 * gets a later place.
 *
 * @param wait for another process that is at it: what is committed by now is chained when this returns
 * @returns how many were chained
 */
export async function chainEntries(wait = false): Promise<number> {
  let count = 0;
  for (;;) {
    const chained = await chainBatch(wait);
    count += chained ?? 0;
    if (chained === null || chained < batchSize) return count;
  }
}
