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
  | "comparison.start"
  | "comparison.probe"
  | "directory.import"
  | "people.create"
  | "session.sign_in"
  | "session.sign_out"
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

type AuditWriter = Pick<Transaction, "auditEntry">;

/**
 * Writes audit entries, one a fact. Takes a transaction: entries belong in that of the change they tell of.
 */
export async function writeEntries(
  tx: AuditWriter,
  actor: AuditActor,
  facts: AuditFact[],
): Promise<void> {
  if (facts.length === 0) return;
  const at = now();
  await tx.auditEntry.createMany({
    data: facts.map((fact) => ({
      id: newId(at),
      at,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      actorRole: actor.role,
      action: fact.action,
      outcome: fact.outcome ?? "done",
      subjectKind: fact.subject.kind,
      subjectId: fact.subject.id,
      tenantId: fact.tenantId ?? null,
      summary: fact.summary,
      details: JSON.stringify(fact.details ?? {}),
      reason: fact.reason ?? null,
      ticket: fact.ticket ?? null,
      requestId: actor.requestId,
    })),
  });
}

/** Writes one audit entry, in the transaction of the change it tells of. */
export async function writeEntry(
  tx: AuditWriter,
  actor: AuditActor,
  fact: AuditFact,
): Promise<void> {
  await writeEntries(tx, actor, [fact]);
}
