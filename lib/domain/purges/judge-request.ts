import { signInRefusal } from "@/lib/domain/policies/recent-sign-in";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor, TokenActor } from "@/lib/schemas/actor";
import type { InvalidField } from "@/lib/schemas/errors";
import { riskTiers } from "@/lib/schemas/purge-policy";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { noSuchTenant } from "./load-surroundings";
import { changedSince, planDigest } from "./plan-digest";
import { expectedConfirmation, type ResolvedRequest } from "./plan-purge";
import { quietRefusal, roleRefusal, ticketProblem } from "./policy-rules";
import { readTicket } from "./read-ticket";
import { reachesTenant, reachesZone, type Refused, refusedKind } from "./token-reach";

type Refusal = Refused & { fields?: InvalidField[] };

const invalid = (path: string, message: string): Refusal => ({
  code: "invalid_input",
  message: `${path}: ${message}`,
  fields: [{ path, message }],
});

/** Goes past the second person and quiet hours. */
export const goesPast = ({ breakGlass }: PurgeRequest) => breakGlass === true;

/** How long the reason has to be for going past the second person, in characters. */
const longReason = 20;

async function refusedGlass(
  actor: Actor,
  request: PurgeRequest,
  { rule }: ResolvedRequest,
): Promise<Refusal | null> {
  if (!rule.secondPerson) return invalid("breakGlass", "this purge needs no second person");
  const person = await db().person.findUnique({ where: { id: actor.id } });
  if (person?.mayBreakGlass !== true) {
    const message = "You may not go past the second person. An admin can give somebody that right.";
    return { code: "not_allowed", message };
  }
  return request.reason.length < longReason
    ? invalid("reason", `must have at least ${longReason} characters to go past the second person`)
    : null;
}

function refusedDigest(request: PurgeRequest, plan: ResolvedRequest): Refusal | null {
  const path = "plan";
  if (request.plan === undefined) {
    return invalid(path, "is required: the digest of the preview that is confirmed");
  }
  const changed = changedSince(request.plan, planDigest(plan, request.method));
  if (changed.length === 0) return null;
  return {
    code: "plan_changed",
    message: `Not what was previewed: ${changed.join(", ")} changed meanwhile. Look at it again.`,
    fields: changed.map((part) => ({ path, message: `${part} changed` })),
  };
}

/** Why a person may not have this purged; null: they may, with a second person where the policy says so. */
export async function refusedPerson(
  actor: Actor,
  request: PurgeRequest,
  plan: ResolvedRequest,
): Promise<Refusal | null> {
  const { resolved, policy, rule } = plan;
  const { tier, refusal } = resolved;
  if (refusal !== null) return refusal;
  const role = roleRefusal(actor, policy, tier);
  if (role !== null) return role;
  const quiet = goesPast(request) ? null : quietRefusal(policy, tier, now());
  if (quiet !== null) return quiet;
  const signIn = await signInRefusal(actor, rule.signInMinutes);
  if (signIn !== null) return signIn;
  // Before what is typed is judged: by a policy that nobody has seen yet it would be wrong without a word why.
  const changed = refusedDigest(request, plan);
  if (changed?.code === "plan_changed") return changed;
  const ticket = ticketProblem(policy, readTicket(request.ticket ?? "").id);
  if (ticket !== null) return invalid(ticket.path, ticket.message);
  const expected = expectedConfirmation(plan);
  if (expected !== null && request.confirmation !== expected) {
    return {
      code: "confirmation_mismatch",
      message: `Type ${expected} to confirm: ${riskTiers[tier].label.toLowerCase()}.`,
      fields: [{ path: "confirmation", message: `must be exactly ${expected}` }],
    };
  }
  if (changed !== null) return changed;
  return goesPast(request) ? refusedGlass(actor, request, plan) : null;
}

/** Why a service may not have this purged; null: it may. Services purge what tenants share: it is their job. */
export function refusedService(
  service: TokenActor,
  { resolved, surroundings }: ResolvedRequest,
): Refusal | null {
  const { zone, tenant } = surroundings;
  if (!reachesZone(service, zone.id) || !reachesTenant(service, tenant.id)) {
    return { code: "not_found", message: noSuchTenant(tenant.id) };
  }
  if (resolved.refusal !== null) return resolved.refusal;
  if (resolved.wide !== null && !reachesTenant(service, null)) {
    return {
      code: "not_allowed",
      message: `${resolved.wide} The token ${service.name} is not for them.`,
    };
  }
  return refusedKind(service, resolved.kind);
}
