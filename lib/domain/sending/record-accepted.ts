import { entryColumnNames, entryRow } from "@/lib/audit/entry-row";
import { consoleActor } from "@/lib/audit/write-entry";
import type { CallResult } from "@/lib/edge/purge-call";
import { runPrepared } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { Prisma } from "@/prisma/generated/client";
import { noteWorking } from "./allowance";
import { answerStatement } from "./answer-statement";
import type { ClaimedCall } from "./claim-call";
import { transitionStatement } from "./transition";

/** The entries of the purges that have ended, put together by the database: it knows which they are. */
function insertEntries(call: ClaimedCall, { httpStatus, cfRay, errors }: CallResult): Prisma.Sql {
  const subject = { kind: "purge", id: null };
  // What they have in common; the rest is each purge's.
  const common = entryRow(consoleActor, { action: "purge.accept", subject, summary: "" });
  const { at, actor_kind, actor_name, action, outcome, request_id } = common;
  const ids = call.purges.map(() => newId(at));
  const answered = JSON.stringify({ callId: call.id, httpStatus, cfRay, errors }).slice(1);
  return Prisma.sql`
    INSERT INTO audit_entry (${entryColumnNames})
    SELECT (ARRAY(SELECT json_array_elements_text(${JSON.stringify(ids)}::json)::uuid))[e.place], ${at.toISOString()}::timestamptz,
      ${actor_kind}::"ActorKind", NULL, ${actor_name}, NULL, ${action}, ${outcome}::"AuditOutcome", 'purge', e.id::text,
      e.tenant_id, 'Cloudflare accepted ' || COALESCE(NULLIF(array_to_string(e.targets, ', '), ''),
        'everything of the zone ' || (SELECT name FROM zone WHERE id = ${call.lane.zoneId})),
      '{"attempt":' || e.attempt_count || ',' || ${answered}, NULL, NULL, NULL, NULL, ${request_id}, NULL
    FROM (SELECT *, row_number() OVER () AS place FROM ended) e`;
}

/**
 * Writes in one statement that Cloudflare has accepted a call: the call, the end of each of its purges with its audit
 * entry, and what the account's allowance learns. Nearly all calls end so.
 *
 * @returns how many purges were accepted; null: the call was taken over, and nothing is changed
 */
export async function recordAccepted(
  call: ClaimedCall,
  result: CallResult,
  durationMs: number,
): Promise<number | null> {
  const isHeld = Prisma.sql`EXISTS (SELECT 1 FROM answered)`;
  const [row] = await runPrepared<{ held: boolean; count: number }>(Prisma.sql`
    WITH answered AS (${answerStatement(call, result, durationMs)} RETURNING id),
    learned AS (${noteWorking(call.lane.allowance, { accepted: true, wasRetry: call.isRetry }, isHeld)}),
    ended AS (${transitionStatement({
      from: "sending",
      to: "accepted",
      where: Prisma.sql`call_id = (SELECT id FROM answered)`,
      cause: result.message,
      set: Prisma.sql`result_code = ${result.code}, result_message = ${result.message},
        finished_at = clock_timestamp()`,
    })}),
    entered AS (${insertEntries(call, result)})
    SELECT EXISTS (SELECT 1 FROM answered) AS held, (SELECT count(*)::int FROM ended) AS count`);
  return row?.held === true ? row.count : null;
}
