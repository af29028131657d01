import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { db, type Transaction } from "@/lib/platform/database";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import type { RetentionKind } from "@/lib/schemas/retention";
import { type Batch, beginning, type Position, type Slice } from "./batch";
import { removeComparisons } from "./remove-comparisons";
import { removeDiagnoses } from "./remove-diagnoses";
import { removePurges } from "./remove-purges";
import { removeSessions } from "./remove-sessions";
import { removeWatches } from "./remove-watches";
import { removeWrites } from "./remove-writes";

/** Any constant: the key of the advisory lock under which one process at a time removes. */
const retentionLock = 7_285_344;
/** How many of a kind one transaction removes. */
const mostAtOnce = 500;

interface Removable {
  kind: RetentionKind;
  /** The policy's column that says for how many days it is kept. */
  days: "purgeDays" | "comparisonDays" | "writeDays" | "sessionDays";
  nouns: [one: string, many: string];
  remove: (tx: Transaction, slice: Slice) => Promise<Batch>;
}

const removables: readonly Removable[] = [
  { kind: "write", days: "writeDays", nouns: ["write", "writes"], remove: removeWrites },
  { kind: "purge", days: "purgeDays", nouns: ["purge", "purges"], remove: removePurges },
  {
    kind: "comparison",
    days: "comparisonDays",
    nouns: ["comparison", "comparisons"],
    remove: removeComparisons,
  },
  // What probes found is kept alike, whoever asked for it.
  {
    kind: "diagnosis",
    days: "comparisonDays",
    nouns: ["diagnosis", "diagnoses"],
    remove: removeDiagnoses,
  },
  { kind: "watch", days: "comparisonDays", nouns: ["watch", "watches"], remove: removeWatches },
  { kind: "session", days: "sessionDays", nouns: ["session", "sessions"], remove: removeSessions },
];

interface Ruling {
  sweepId: string;
  version: number;
  days: number;
  cutoff: Date;
}

/** What the newest policy says of a kind, by the database's clock; null: it is kept for ever. */
async function readRuling(
  tx: Transaction,
  { days }: Removable,
  sweepId: string,
): Promise<Ruling | null> {
  const policy = await tx.retentionPolicy.findFirst({ orderBy: { version: "desc" } });
  const kept = policy?.[days] ?? null;
  if (policy === null || kept === null) return null;
  const [row] = await tx.$queryRaw<{ cutoff: Date }[]>`
    SELECT clock_timestamp() - make_interval(days => ${kept}::int) AS cutoff`;
  if (row === undefined) throw new Error("The database told no time.");
  return { sweepId, version: policy.version, days: kept, cutoff: row.cutoff };
}

/** Writes down what was removed, in the transaction that removes it: a row for screens, and the audit entry. */
async function record(
  tx: Transaction,
  { kind, nouns }: Removable,
  { sweepId, version, days, cutoff }: Ruling,
  { removed, rows }: Batch,
): Promise<void> {
  const [first, last] = [removed[0], removed.at(-1)];
  if (first === undefined || last === undefined) return;
  const id = newId();
  const range = { cutoff, oldest: first.at, newest: last.at };
  const count = removed.length;
  await tx.retentionRemoval.create({
    data: { id, sweepId, kind, policyVersion: version, removedAt: now(), count, rows, ...range },
  });
  await writeEntry(tx, consoleActor, {
    action: "retention.remove",
    subject: { kind: "retention", id },
    summary: `Removed ${count} ${nouns[count === 1 ? 0 : 1]} older than ${days} days`,
    details: { kind, policyVersion: version, keptDays: days, ...range, rows },
  });
}

/** @returns where to go on; null: there is no more, or another process is at it */
async function removeBatch(
  removable: Removable,
  { after, most, sweepId }: { after: Position; most: number; sweepId: string },
): Promise<{ count: number; next: Position | null }> {
  return db().$transaction(
    async (tx) => {
      const [lock] = await tx.$queryRaw<{ held: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${retentionLock}) AS held`;
      const ruling = lock?.held === true ? await readRuling(tx, removable, sweepId) : null;
      if (ruling === null) return { count: 0, next: null };
      // Without it the database refuses to let go of anything.
      await tx.$executeRaw`
        SELECT set_config('purge_console.retention_policy', ${String(ruling.version)}, true)`;
      const batch = await removable.remove(tx, { cutoff: ruling.cutoff, after, most });
      await record(tx, removable, ruling, batch);
      const last = batch.seen.length < most ? null : (batch.seen.at(-1) ?? null);
      return { count: batch.removed.length, next: last };
    },
    { timeout: 120_000, maxWait: 10_000 },
  );
}

export interface Sweep {
  /** How many at most in one transaction. */
  most?: number;
  /** Asked between two batches; false ends the sweep. */
  goOn?: () => Promise<boolean> | boolean;
}

/**
 * Removes what the retention policy no longer keeps, batch by batch; each batch is one transaction with its
 * record. Of several processes that sweep at once, one removes at a time.
 *
 * @returns how many of each kind were removed
 */
export async function removeExpired({ most = mostAtOnce, goOn = () => true }: Sweep = {}): Promise<
  Record<RetentionKind, number>
> {
  const counts = { purge: 0, comparison: 0, diagnosis: 0, watch: 0, write: 0, session: 0 };
  const sweepId = newId();
  for (const removable of removables) {
    let next: Position | null = beginning;
    while (next !== null && (await goOn())) {
      const batch = await removeBatch(removable, { after: next, most, sweepId });
      counts[removable.kind] += batch.count;
      next = batch.next;
    }
  }
  return counts;
}
