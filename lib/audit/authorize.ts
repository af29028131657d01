import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import { AppError, type ErrorCode, type InvalidField } from "@/lib/schemas/errors";
import { may, type Permission, rolesWith } from "@/lib/schemas/permissions";
import { type AuditFact, writeEntry } from "./write-entry";

type Attempt = Omit<AuditFact, "outcome">;

/**
 * Records that somebody was refused, and refuses.
 *
 * @throws AppError with the code and message, always
 */
export async function refuse(
  actor: Caller,
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
 * Checks the permission table for a person whose role, or a token whose verbs, were read for this request. The refusal is recorded.
 *
 * @throws AppError not_allowed, saying who may
 */
export async function authorize(
  actor: Caller,
  permission: Permission,
  attempt: Attempt,
): Promise<void> {
  if (may(actor, permission)) return;
  const message =
    actor.kind === "token"
      ? `The token ${actor.name} may not do this: its verbs are ${actor.reach.verbs.join(", ")}.`
      : `Your role (${actor.role}) may not do this. It takes one of: ${rolesWith(permission).join(", ")}.`;
  await refuse(actor, attempt, { code: "not_allowed", message });
}
