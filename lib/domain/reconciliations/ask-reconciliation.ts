import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import {
  keptDays,
  type Reconciliation,
  type ReconciliationRequest,
} from "@/lib/schemas/reconciliations";
import { toReconciliation } from "./read-reconciliations";

const mostOpen = 5;
const dayMs = 86_400_000;

function invalid(path: string, message: string): AppError {
  return new AppError("invalid_input", `${path}: ${message}`, [{ path, message }]);
}

/**
 * Asks for a comparison of the console's purges with Cloudflare's own audit log, with its audit entry, in one
 * transaction. Whichever process is free makes it.
 *
 * @throws AppError not_allowed, invalid_input, conflict when five are under way
 */
export async function askReconciliation(
  actor: Actor,
  { from, to }: ReconciliationRequest,
): Promise<Reconciliation> {
  const attempt = {
    action: "reconciliation.ask" as const,
    subject: { kind: "reconciliation", id: null },
    summary: `${actor.name} was refused to reconcile with Cloudflare's audit log`,
  };
  await authorize(actor, "reconciliation.run", attempt);
  const askedAt = now();
  if (new Date(to) > askedAt) throw invalid("to", "must not be in the future");
  if (new Date(from) < addMs(askedAt, -keptDays * dayMs)) {
    throw invalid("from", `must be within the last ${keptDays} days: Cloudflare keeps no more`);
  }
  const row = await db().$transaction(async (tx) => {
    const open = await tx.reconciliation.count({ where: { finishedAt: null } });
    if (open >= mostOpen) {
      throw new AppError("conflict", `${open} are under way already. Wait until one has ended.`);
    }
    const id = newId(askedAt);
    const made = await tx.reconciliation.create({
      data: { id, from: new Date(from), to: new Date(to), askedBy: actor.name, askedAt },
    });
    await writeEntry(tx, actor, {
      action: "reconciliation.ask",
      subject: { kind: "reconciliation", id },
      summary: `${actor.name} asked to reconcile with Cloudflare's audit log`,
      details: { from, to },
    });
    return made;
  });
  return toReconciliation(row);
}
