import { db } from "@/lib/platform/database";
import { addMs, now } from "@/lib/platform/clock";
import type { DeskAsked } from "@/lib/schemas/desk";
import type { DeskQuestionId } from "@/lib/schemas/desk-questions";
import { AppError } from "@/lib/schemas/errors";
import { Prisma } from "@/prisma/generated/client";

/** A question's period, its working hours, and up to when what came later counts. */
export interface Asked {
  from: Date;
  to: Date;
  asOf: Date;
  workFrom: string;
  workTo: string;
  timeZone: string;
}

/**
 * An entry has its time before its transaction commits: for so long one may still come of a period that has ended, in
 * milliseconds.
 */
const settlesMs = 60_000;

function invalid(path: string, message: string): AppError {
  return new AppError("invalid_input", `${path}: ${message}`, [{ path, message }]);
}

/**
 * Reads what a question was asked with.
 *
 * @param settled of a population that has to be the same whenever it is asked for: it ends a minute ago at the latest
 * @throws AppError invalid_input
 */
export async function readAsked(
  { from, to, asOf, ...hours }: DeskAsked,
  settled = false,
): Promise<Asked> {
  const latest = addMs(now(), settled ? -settlesMs : 0);
  const asked = { from: new Date(from), to: new Date(to), ...hours };
  if (settled && asked.to > latest) {
    throw invalid("to", "must be at least a minute ago: entries of this minute may still come");
  }
  const until = asOf === undefined ? latest : new Date(asOf);
  if (until > latest) throw invalid("asOf", `must not be later than ${latest.toISOString()}`);
  try {
    await db().$queryRaw`SELECT now() AT TIME ZONE ${hours.timeZone} AS there`;
  } catch {
    throw invalid("timeZone", "is not known to the database");
  }
  return { ...asked, asOf: until };
}

/** As the API answers it. */
export function toAsked({ from, to, asOf, workFrom, workTo, timeZone }: Asked) {
  const times = { from: from.toISOString(), to: to.toISOString(), asOf: asOf.toISOString() };
  return { ...times, workFrom, workTo, timeZone };
}

/** Whether the record has one of these, done and of the same purge, up to then. */
function hasEntry(actions: string, asOf: Date, more = Prisma.empty): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM audit_entry l WHERE l.subject_id = e.subject_id
    AND l.action IN (${Prisma.raw(actions)}) AND l.subject_kind = 'purge' AND l.outcome = 'done'
    AND l.at <= ${asOf} ${more})`;
}

const isLater = Prisma.sql`AND (l.at, l.id) > (e.at, e.id)`;

const conditions: Record<DeskQuestionId, (asked: Asked) => Prisma.Sql> = {
  // The tier is read of these actions alone: other entries' details have other forms.
  wide_purges: () => Prisma.sql`e.action IN ('purge.request', 'purge.break_glass')
    AND CASE WHEN e.action IN ('purge.request', 'purge.break_glass')
      THEN e.details::json ->> 'tier' IN ('shared', 'everything') END`,
  outside_hours: ({ asOf, workFrom, workTo, timeZone }) => Prisma.sql`e.action = 'purge.request'
    AND e.actor_kind = 'person' AND NOT ${hasEntry("'approval.approve'", asOf)}
    AND (extract(isodow FROM e.at AT TIME ZONE ${timeZone}) > 5
      OR to_char(e.at AT TIME ZONE ${timeZone}, 'HH24:MI') < ${workFrom}
      OR to_char(e.at AT TIME ZONE ${timeZone}, 'HH24:MI') >= ${workTo})`,
  approvals_by_person: () => Prisma.sql`e.action IN ('approval.approve', 'approval.deny')
    AND e.actor_kind = 'person'`,
  // A failure after the period is another period's entry, and ends nothing.
  failed_unresolved: ({
    to,
    asOf,
  }) => Prisma.sql`e.action = 'purge.fail' AND e.subject_id IS NOT NULL
    AND NOT ${hasEntry("'purge.fail'", asOf, Prisma.sql`${isLater} AND l.at < ${to}`)}
    AND NOT ${hasEntry("'purge.accept', 'purge.resolve'", asOf, isLater)}`,
  break_glass_unreviewed: ({ asOf }) => Prisma.sql`e.action = 'purge.break_glass'
    AND NOT ${hasEntry("'break_glass.review'", asOf)}`,
};

/** The entries that a question asks for: FROM audit_entry e WHERE this. */
export function entriesOf(question: DeskQuestionId, asked: Asked): Prisma.Sql {
  return Prisma.sql`e.outcome = 'done' AND e.at >= ${asked.from} AND e.at < ${asked.to}
    AND e.at <= ${asked.asOf} AND ${conditions[question](asked)}`;
}
