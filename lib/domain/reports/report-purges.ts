import { authorizeService } from "@/lib/audit/authorize";
import { type AuditFact, writeEntries } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import type { Caller, TokenActor } from "@/lib/schemas/actor";
import type { ReportAnswer, ReportAnswers } from "@/lib/schemas/batches";
import { firstOfEach, inOrder, otherEvent, type RefusedItem, refusedItem } from "./batch";
import { findReported, insertReports } from "./insert-reports";
import { readReports } from "./read-reports";
import { type KnownReport, recogniseReports } from "./recognise-reports";
import { refusalFact } from "./refusal-fact";
import { type ReportRow, keyOf, toRow } from "./report-row";

async function insertNew(
  tx: Transaction,
  service: TokenActor,
  reports: readonly KnownReport[],
  reportedAt: Date,
) {
  const firsts = firstOfEach(reports);
  const keys = firsts.map(({ event }) => keyOf(event));
  const known = await findReported(tx, service, keys);
  const rows = firsts
    .filter(({ event }) => !known.has(keyOf(event)))
    .map((report) => toRow(service, report));
  const inserted =
    rows.length === 0 ? new Set<string>() : await insertReports(tx, service, reportedAt, rows);
  // Another request with the same events may have been faster between the two statements.
  const late = rows.filter(({ id }) => !inserted.has(id)).map(({ key }) => key);
  const others = late.length === 0 ? [] : await findReported(tx, service, late);
  const mine = rows.filter(({ id }) => inserted.has(id));
  const onRecord = new Map([
    ...known,
    ...others,
    ...mine.map(({ key, id, digest }) => [key, { purgeId: id, digest }] as const),
  ]);
  return { mine, onRecord };
}

function answerFor(
  { index, event, digest }: KnownReport,
  onRecord: Map<string, { purgeId: string; digest: string }>,
  unclaimed: Map<string, string>,
): ReportAnswer | RefusedItem {
  const key = keyOf(event);
  const there = onRecord.get(key);
  if (there === undefined) throw new Error("Each report is on record.");
  if (there.digest !== digest) return refusedItem(index, "eventId", otherEvent);
  // Of two in one batch the first is the one that was recorded.
  const status = unclaimed.delete(key) ? "recorded" : "duplicate";
  return { index, status, purgeId: there.purgeId };
}

function batchFact(service: TokenActor, rows: ReportRow[], counts: object, at: Date): AuditFact {
  const [row] = rows;
  const isOne = rows.length === 1 && row !== undefined;
  const tenants = new Set(rows.map(({ tenant_id }) => tenant_id));
  const failed = rows.filter(({ status }) => status === "failed").length;
  const what = isOne ? "a purge" : `${rows.length.toLocaleString("en")} purges`;
  return {
    action: "purge.report",
    subject: isOne ? { kind: "purge", id: row.id } : { kind: "token", id: service.id },
    tenantId: tenants.size === 1 ? (row?.tenant_id ?? null) : null,
    summary: `${service.name} reported ${what} that ${service.service} had sent to Cloudflare`,
    // Which purges they are: those of this token with this time (purge.reported_at).
    details: { reportedAt: at.toISOString(), failed, ...counts },
  };
}

/** Records what is new, with the batch's audit entries, in one transaction. */
async function record(
  service: TokenActor,
  reports: readonly KnownReport[],
  refused: readonly RefusedItem[],
): Promise<(ReportAnswer | RefusedItem)[]> {
  const reportedAt = now();
  return db().$transaction(
    async (tx) => {
      const { mine, onRecord } = await insertNew(tx, service, reports, reportedAt);
      const unclaimed = new Map(mine.map(({ key, id }) => [key, id]));
      const answers = reports.map((report) => answerFor(report, onRecord, unclaimed));
      const counts = {
        recorded: mine.length,
        duplicates: answers.filter((one) => "status" in one).length - mine.length,
        refused: refused.length + answers.filter((one) => !("status" in one)).length,
      };
      const beyond = refused.filter((one) => one.beyond);
      const facts = [
        ...(mine.length === 0 ? [] : [batchFact(service, mine, counts, reportedAt)]),
        ...(beyond.length === 0 ? [] : [refusalFact(service, "purge.report", "reports", beyond)]),
      ];
      await writeEntries(tx, service, facts);
      return answers;
    },
    { timeout: 30_000, maxWait: 10_000 },
  );
}

/**
 * Records purges that a service sent to Cloudflare itself. Each item is judged by itself: what is wrong with
 * one loses none of the others. An event that is on record already is answered with its purge.
 *
 * @param items as they came; nothing is known of them
 * @throws AppError not_allowed
 */
export async function reportPurges(
  caller: Caller,
  items: readonly unknown[],
): Promise<ReportAnswers> {
  const service = await authorizeService(caller, "purge.report", {
    action: "purge.report",
    subject: { kind: "route", id: null },
    summary: `${caller.name} was refused to report purges`,
  });
  const read = await readReports(service, items);
  const judged = await recogniseReports(
    service,
    read.flatMap((one) => ("event" in one ? one : [])),
  );
  const refused = [...read, ...judged].flatMap((one) => ("errors" in one ? one : []));
  const reports = judged.flatMap((one) => ("recognised" in one ? one : []));
  return inOrder([...refused, ...(await record(service, reports, refused))]);
}
