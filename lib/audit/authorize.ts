import { db } from "@/lib/platform/database";
import type { Caller, TokenActor } from "@/lib/schemas/actor";
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
  await refuse(actor, attempt, { code: "not_allowed", message: whyNot(actor, permission) });
}

function whyNot(actor: Caller, permission: Permission): string {
  if (actor.kind === "token") {
    return `The token ${actor.name} may not do this: its verbs are ${actor.reach.verbs.join(", ")}.`;
  }
  const roles = rolesWith(permission);
  if (roles.length === 0) return "This is for services: send a service token as a bearer token.";
  return `Your role (${actor.role}) may not do this. It takes one of: ${roles.join(", ")}.`;
}

/**
 * As authorize(), for what no person does.
 *
 * @throws AppError not_allowed
 */
export async function authorizeService(
  caller: Caller,
  permission: Permission,
  attempt: Attempt,
): Promise<TokenActor> {
  await authorize(caller, permission, attempt);
  if (caller.kind === "token") return caller;
  const message = "This is for services: send a service token as a bearer token.";
  return refuse(caller, attempt, { code: "not_allowed", message });
}
