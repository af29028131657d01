import { authorizeService } from "@/lib/audit/authorize";
import { type AuditFact, writeEntries } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import type { Caller, TokenActor } from "@/lib/schemas/actor";
import type { WriteAnswer, WriteAnswers } from "@/lib/schemas/writes";
import { firstOfEach, inOrder, otherEvent, type RefusedItem, refusedItem } from "./batch";
import { findWrites, insertWrites, toWriteRow, type WriteRow } from "./insert-writes";
import { readWrites, type ReadWrite } from "./read-writes";
import { refusalFact } from "./refusal-fact";

async function insertNew(
  tx: Transaction,
  service: TokenActor,
  writes: readonly ReadWrite[],
  recordedAt: Date,
) {
  const firsts = firstOfEach(writes);
  const known = await findWrites(
    tx,
    service,
    firsts.map(({ event }) => event.eventId),
  );
  const rows = firsts
    .filter(({ event }) => !known.has(event.eventId))
    .map((write) => toWriteRow(service, write));
  const inserted =
    rows.length === 0 ? new Set<string>() : await insertWrites(tx, service, recordedAt, rows);
  // Another request with the same events may have been faster between the two statements.
  const late = rows.filter(({ id }) => !inserted.has(id)).map(({ event_id }) => event_id);
  const others = late.length === 0 ? [] : await findWrites(tx, service, late);
  const mine = rows.filter(({ id }) => inserted.has(id));
  const onRecord = new Map([
    ...known,
    ...others,
    ...mine.map(({ event_id, id, digest }) => [event_id, { writeId: id, digest }] as const),
  ]);
  return { mine, onRecord };
}

function answerFor(
  { index, event, digest }: ReadWrite,
  onRecord: Map<string, { writeId: string; digest: string }>,
  unclaimed: Set<string>,
): WriteAnswer | RefusedItem {
  const there = onRecord.get(event.eventId);
  if (there === undefined) throw new Error("Each write is on record.");
  if (there.digest !== digest) return refusedItem(index, "eventId", otherEvent);
  // Of two in one batch the first is the one that was recorded.
  const status = unclaimed.delete(event.eventId) ? "recorded" : "duplicate";
  return { index, status, writeId: there.writeId };
}

function batchFact(service: TokenActor, rows: WriteRow[], at: Date, refused: number): AuditFact {
  const tenants = new Set(rows.map(({ tenant_id }) => tenant_id));
  const [tenant = null] = tenants;
  const what = rows.length === 1 ? "a write" : `${rows.length.toLocaleString("en")} writes`;
  return {
    action: "write.report",
    subject: { kind: "token", id: service.id },
    tenantId: tenants.size === 1 ? tenant : null,
    summary: `${service.name} reported ${what} of ${service.service}`,
    details: { recordedAt: at.toISOString(), recorded: rows.length, refused },
  };
}

async function record(
  service: TokenActor,
  writes: readonly ReadWrite[],
  refused: readonly RefusedItem[],
): Promise<(WriteAnswer | RefusedItem)[]> {
  const recordedAt = now();
  return db().$transaction(
    async (tx) => {
      const { mine, onRecord } = await insertNew(tx, service, writes, recordedAt);
      const unclaimed = new Set(mine.map(({ event_id }) => event_id));
      const answers = writes.map((write) => answerFor(write, onRecord, unclaimed));
      const beyond = refused.filter((one) => one.beyond);
      const others = answers.filter((one) => !("status" in one)).length;
      await writeEntries(tx, service, [
        ...(mine.length === 0
          ? []
          : [batchFact(service, mine, recordedAt, refused.length + others)]),
        ...(beyond.length === 0 ? [] : [refusalFact(service, "write.report", "writes", beyond)]),
      ]);
      return answers;
    },
    { timeout: 30_000, maxWait: 10_000 },
  );
}

/**
 * Records what a service tells of writes on tenants: began, committed, failed. Each item is judged by itself,
 * and an event counts once, as for reported purges (report-purges.ts).
 *
 * @param items as they came; nothing is known of them
 * @throws AppError not_allowed
 */
export async function reportWrites(
  caller: Caller,
  items: readonly unknown[],
): Promise<WriteAnswers> {
  const service = await authorizeService(caller, "write.report", {
    action: "write.report",
    subject: { kind: "route", id: null },
    summary: `${caller.name} was refused to report writes`,
  });
  const read = await readWrites(service, items);
  const refused = read.flatMap((one) => ("errors" in one ? one : []));
  const writes = read.flatMap((one) => ("event" in one ? one : []));
  return inOrder([...refused, ...(await record(service, writes, refused))]);
}
