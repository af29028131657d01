/** An entry with every column that the chain covers. */
export interface EntryRow {
  id: string;
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  actorRole: string | null;
  action: string;
  outcome: string;
  subjectKind: string;
  subjectId: string | null;
  tenantId: string | null;
  summary: string;
  details: string;
  before: string | null;
  after: string | null;
  reason: string | null;
  ticket: string | null;
  requestId: string;
  address: string | null;
}

/**
 * The bytes of an entry that the chain covers: one line, each column as it is kept, in this order. JSON that an
 * entry holds stays text in it: nothing is parsed and written anew, so key order, doubled keys, long numbers and
 * escapes are the recorded ones.
 *
 * Never change the order or a name: digests of entries that are on record would not fit any more. A new column
 * goes to the end with a new version in linkText().
 */
export function entryText(row: EntryRow): string {
  return JSON.stringify({
    id: row.id,
    at: row.at.toISOString(),
    actorKind: row.actorKind,
    actorId: row.actorId,
    actorName: row.actorName,
    actorRole: row.actorRole,
    action: row.action,
    outcome: row.outcome,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    tenantId: row.tenantId,
    summary: row.summary,
    details: row.details,
    before: row.before,
    after: row.after,
    reason: row.reason,
    ticket: row.ticket,
    requestId: row.requestId,
    address: row.address,
  });
}
