import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError, type ErrorCode, type InvalidField } from "@/lib/schemas/errors";
import { can, type Permission, rolesWith } from "@/lib/schemas/permissions";
import { type AuditFact, writeEntry } from "./write-entry";

type Attempt = Omit<AuditFact, "outcome">;

/**
 * Records that somebody was refused, and refuses.
 *
 * @throws AppError with the code and message, always
 */
export async function refuse(
  actor: Actor,
  attempt: Attempt,
  refusal: { code: ErrorCode; message: string; fields?: InvalidField[] },
): Promise<never> {
  await writeEntry(db(), actor, {
    ...attempt,
    outcome: "refused",
    details: { ...attempt.details, refusal: refusal.code, message: refusal.message },
  });
  throw new AppError(refusal.code, refusal.message, refusal.fields);
}

/**
 * Checks the permission table for an actor whose role was read for this request. The refusal is recorded.
 *
 * @throws AppError not_allowed, saying who may
 */
export async function authorize(
  actor: Actor,
  permission: Permission,
  attempt: Attempt,
): Promise<void> {
  if (can(actor.role, permission)) return;
  await refuse(actor, attempt, {
    code: "not_allowed",
    message: `Your role (${actor.role}) may not do this. It takes one of: ${rolesWith(permission).join(", ")}.`,
  });
}
