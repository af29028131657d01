import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { requestUnderWay } from "@/lib/platform/request-under-way";
import { Prisma } from "@/prisma/generated/client";
import type { AuditActor, AuditFact } from "./write-entry";

const jsonOrNull = (value: object | null | undefined) =>
  value === null || value === undefined ? null : JSON.stringify(value);

/**
 * An audit entry as it is kept, of what happens now, in the request that is being answered. What the console does of its
 * own accord has no address: a worker that a request has woken runs on inside that request, and the address is
 * somebody's who has nothing to do with it.
 */
export function entryRow(actor: AuditActor, fact: AuditFact) {
  const at = now();
  return {
    id: newId(at),
    at,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: actor.name,
    actor_role: actor.role,
    action: fact.action,
    outcome: fact.outcome ?? "done",
    subject_kind: fact.subject.kind,
    subject_id: fact.subject.id,
    tenant_id: fact.tenantId ?? null,
    summary: fact.summary,
    details: JSON.stringify(fact.details ?? {}),
    before: jsonOrNull(fact.before),
    after: jsonOrNull(fact.after),
    reason: fact.reason ?? null,
    ticket: fact.ticket ?? null,
    request_id: actor.requestId,
    address: actor.kind === "system" ? null : (requestUnderWay()?.address ?? null),
  };
}
export type EntryRow = ReturnType<typeof entryRow>;

/** The columns of an entry. */
export const entryColumnNames = Prisma.sql`id, at, actor_kind, actor_id, actor_name, actor_role, action, outcome,
  subject_kind, subject_id, tenant_id, summary, details, before, after, reason, ticket, request_id, address`;

/** The statement that writes entries down: one parameter however many they are. */
export function insertEntryRows(rows: readonly EntryRow[]): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO audit_entry (${entryColumnNames}) SELECT ${entryColumnNames}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS f (id uuid, at timestamptz,
      actor_kind "ActorKind", actor_id text, actor_name text, actor_role "Role", action text,
      outcome "AuditOutcome", subject_kind text, subject_id text, tenant_id text, summary text, details text,
      before text, after text, reason text, ticket text, request_id text, address text)`;
}
