import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { csvLine } from "@/lib/domain/purges/csv";
import { db } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import type { Actor } from "@/lib/schemas/actor";
import type { AuditEntry } from "@/lib/schemas/audit";
import type { DeskExportQuery } from "@/lib/schemas/desk";
import { type DeskQuestionId, deskTitles } from "@/lib/schemas/desk-questions";
import { readPage } from "./list-answer";
import { type Asked, readAsked, toAsked } from "./question-sql";

/** So many entries are read and sent at a time: memory does not grow with the answer. */
const pageSize = 500;

type Cell = (entry: AuditEntry) => string | number | null;

/** The columns, in their order. */
const columns: Record<string, Cell> = {
  entry: ({ seq }) => seq,
  id: ({ id }) => id,
  at: ({ at }) => at,
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  actorKind: ({ actor }) => actor.kind,
  actor: ({ actor }) => actor.name,
  actorRole: ({ actor }) => actor.role,
  subjectKind: ({ subject }) => subject.kind,
  subjectId: ({ subject }) => subject.id,
  tenantId: ({ tenantId }) => tenantId,
  summary: ({ summary }) => summary,
  reason: ({ reason }) => reason,
  ticket: ({ ticket }) => ticket,
  details: ({ details }) => details,
  requestId: ({ requestId }) => requestId,
  address: ({ address }) => address,
};

async function* linesOf(question: DeskQuestionId, asked: Asked, format: "csv" | "ndjson") {
  yield format === "csv" ? csvLine(Object.keys(columns)) : "";
  let cursor: string | undefined;
  for (;;) {
    const page = await readPage(question, asked, { cursor, limit: pageSize });
    const line = (entry: AuditEntry) =>
      format === "csv"
        ? csvLine(Object.values(columns).map((cell) => cell(entry)))
        : `${JSON.stringify(entry)}\n`;
    yield page.items.map(line).join("");
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

/**
 * All entries that answer a question as CSV or NDJSON, written while they are read. The export is on record before its
 * first byte. When it cannot go on it breaks off with an error and not with an end.
 *
 * @throws AppError not_allowed, invalid_input
 */
export async function exportAnswer(
  actor: Actor,
  question: DeskQuestionId,
  { format, ...query }: DeskExportQuery,
): Promise<ReadableStream<Uint8Array>> {
  const subject = { kind: "desk", id: question };
  await authorize(actor, "desk.read", {
    action: "desk.export",
    subject,
    summary: `${actor.name} was refused an export from the auditor's desk`,
  });
  const asked = await readAsked(query);
  await writeEntry(db(), actor, {
    action: "desk.export",
    subject,
    summary: `${actor.name} exported: ${deskTitles[question]}`,
    details: { format, ...toAsked(asked) },
  });
  const encoder = new TextEncoder();
  const lines = linesOf(question, asked, format);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { value, done } = await lines.next();
          if (done === true) controller.close();
          // An empty chunk would have nobody ask again.
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          log().error({ err: error, requestId: actor.requestId }, "an export broke off");
          controller.error(new DOMException("The export broke off.", "AbortError"));
        }
      },
      cancel: async () => {
        await lines.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
