import type { Transaction } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import type { AuditAction } from "@/lib/schemas/audit-actions";
import { AppError } from "@/lib/schemas/errors";
import type { ActorKind, Role } from "@/lib/schemas/words";
import { entryRow, insertEntryRows } from "./entry-row";

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
  /** What it was and what it is now, where the entry tells of a change. No secrets. */
  before?: object | null;
  after?: object | null;
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

/** A change that met another's is the caller's matter: it says so, or tries again. */
const isConflict = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "P2034";

/**
 * Writes audit entries, one a fact. Takes a transaction: entries belong in that of the change they tell of.
 * One statement with one parameter, since a call to Cloudflare can end thousands of purges at once.
 *
 * @throws AppError unavailable when they cannot be written: what they tell of must not happen then
 */
export async function writeEntries(
  tx: AuditWriter,
  actor: AuditActor,
  facts: AuditFact[],
): Promise<void> {
  try {
    await insertEntries(tx, actor, facts);
  } catch (error) {
    if (isConflict(error)) throw error;
    log().error({ err: error, requestId: actor.requestId }, "an audit entry could not be written");
    throw new AppError(
      "unavailable",
      "The audit record cannot be written just now. Nothing was changed.",
    );
  }
}

async function insertEntries(
  tx: AuditWriter,
  actor: AuditActor,
  facts: AuditFact[],
): Promise<void> {
  if (facts.length === 0) return;
  await tx.$executeRaw(insertEntryRows(facts.map((fact) => entryRow(actor, fact))));
}

/** Writes one audit entry, in the transaction of the change it tells of. */
export async function writeEntry(
  tx: AuditWriter,
  actor: AuditActor,
  fact: AuditFact,
): Promise<void> {
  await writeEntries(tx, actor, [fact]);
}
