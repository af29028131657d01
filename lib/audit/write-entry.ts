import type { Transaction } from "@/lib/platform/database";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import type { ActorKind, Role } from "@/lib/schemas/words";

/** Every action that the record knows. */
export type AuditAction =
  | "purge.request"
  | "purge.accept"
  | "purge.fail"
  | "purge.resolve"
  | "purge.cancel"
  | "purge.retry"
  | "purge.report"
  | "write.report"
  | "purge.export"
  | "comparison.start"
  | "comparison.probe"
  | "directory.import"
  | "directory.sync"
  | "directory.remove_tenant"
  | "people.create"
  | "session.sign_in"
  | "session.sign_out"
  | "token.create"
  | "token.revoke"
  | "access.refuse";

export interface AuditActor {
  kind: ActorKind;
  id: string | null;
  name: string;
  role: Role | null;
  requestId: string;
}

export interface AuditFact {
  action: AuditAction;
  outcome?: "done" | "refused";
  subject: { kind: string; id: string | null };
  tenantId?: string | null;
  /** One sentence for the list. No secrets. */
  summary: string;
  details?: Record<string, unknown>;
  reason?: string | null;
  ticket?: string | null;
}

/** The console itself, for what its worker does. */
export const consoleActor: AuditActor = {
  kind: "system",
  id: null,
  name: "console",
  role: null,
  requestId: "worker",
};

type AuditWriter = Pick<Transaction, "$executeRaw">;

/**
 * Writes audit entries, one a fact. Takes a transaction: entries belong in that of the change they tell of.
 * One statement with one parameter, since a call to Cloudflare can end thousands of purges at once.
 */
export async function writeEntries(
  tx: AuditWriter,
  actor: AuditActor,
  facts: AuditFact[],
): Promise<void> {
  if (facts.length === 0) return;
  const at = now();
  const rows = facts.map((fact) => ({
    id: newId(at),
    action: fact.action,
    outcome: fact.outcome ?? "done",
    subject_kind: fact.subject.kind,
    subject_id: fact.subject.id,
    tenant_id: fact.tenantId ?? null,
    summary: fact.summary,
    details: JSON.stringify(fact.details ?? {}),
    reason: fact.reason ?? null,
    ticket: fact.ticket ?? null,
  }));
  await tx.$executeRaw`
    INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, actor_role, action, outcome,
      subject_kind, subject_id, tenant_id, summary, details, reason, ticket, request_id)
    SELECT f.id, ${at}, ${actor.kind}::"ActorKind", ${actor.id}, ${actor.name}, ${actor.role}::"Role",
      f.action, f.outcome, f.subject_kind, f.subject_id, f.tenant_id, f.summary, f.details, f.reason,
      f.ticket, ${actor.requestId}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS f (id uuid, action text,
      outcome "AuditOutcome", subject_kind text, subject_id text, tenant_id text, summary text,
      details text, reason text, ticket text)`;
}

/** Writes one audit entry, in the transaction of the change it tells of. */
export async function writeEntry(
  tx: AuditWriter,
  actor: AuditActor,
  fact: AuditFact,
): Promise<void> {
  await writeEntries(tx, actor, [fact]);
}
