import { createHash } from "node:crypto";
import { authorize, refuse } from "@/lib/audit/authorize";
import { log } from "@/lib/platform/log";
import type { Caller } from "@/lib/schemas/actor";
import type { PurgeDetail, PurgeRequest } from "@/lib/schemas/purges";
import { findByKey } from "./find-by-key";
import { goesPast, refusedPerson, refusedService } from "./judge-request";
import { planDigest } from "./plan-digest";
import { type ResolvedRequest, resolveRequest } from "./plan-purge";
import { readProof } from "./read-proof";
import { readPurgeDetail } from "./read-purge";
import { type AllowedPurge, ofTenants } from "./allowed-purge";
import { recordPurge } from "./record-purge";
import { scopeInWords } from "./scope-in-words";
import type { WantedProof } from "./want-proof";

function digestOf(request: PurgeRequest): string {
  const { tenantId, method, selector, environment, reason, ticket, confirmation } = request;
  const parts: unknown[] = [tenantId, method, selector, reason, ticket ?? "", confirmation ?? ""];
  // Last, and only when there is one: keys from before environments stay good. Not the preview's digest: the
  // same request under the same key is the same purge, also when its preview has changed since.
  if (environment !== undefined) parts.push(environment);
  if (request.breakGlass === true) parts.push("break glass");
  if (request.proof !== undefined) parts.push(JSON.stringify(request.proof));
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function scopeOf({ resolved, surroundings, environment }: ResolvedRequest) {
  return {
    zone: surroundings.zone,
    environment: environment?.ref ?? null,
    selectorKind: resolved.kind,
    targets: resolved.targets.map(({ value }) => value),
  };
}

/** What the record keeps of a request. */
function detailsOf({ method }: PurgeRequest, plan: ResolvedRequest) {
  const { environment, selectorKind: kind, targets } = scopeOf(plan);
  return { method, kind, environment, targets, tier: plan.resolved.tier };
}

async function refuseUnlessSound(
  actor: Caller,
  request: PurgeRequest,
  plan: ResolvedRequest,
): Promise<void> {
  const refused =
    actor.kind === "person"
      ? await refusedPerson(actor, request, plan)
      : refusedService(actor, plan);
  if (refused === null) return;
  const scope = { ...scopeOf(plan), tenants: [plan.surroundings.tenant] };
  const attempt = {
    action: "purge.request" as const,
    subject: { kind: "tenant", id: request.tenantId },
    tenantId: request.tenantId,
    summary: `${actor.name} was refused to ${request.method} ${scopeInWords(scope)}${ofTenants(scope)}`,
    details: detailsOf(request, plan),
    reason: request.reason,
    ticket: request.ticket ?? null,
  };
  await refuse(actor, attempt, refused);
}

/** The rules for this caller's purge have been asked: what is recorded. */
function allowed(
  caller: Caller,
  request: PurgeRequest,
  plan: ResolvedRequest,
  proof: WantedProof,
  key: { idempotencyKey: string; requestDigest: string },
): AllowedPurge {
  const { resolved, surroundings } = plan;
  return {
    ...scopeOf(plan),
    tenants: [surroundings.tenant],
    method: request.method,
    tier: resolved.tier,
    source: caller.kind === "person" ? "manual" : caller.source,
    onBehalfOf: null,
    reason: request.reason,
    ticket: request.ticket ?? "",
    traceId: null,
    confirmed: caller.kind === "person" ? confirmedOf(request, plan) : null,
    proof,
    ...key,
  };
}

function confirmedOf(request: PurgeRequest, plan: ResolvedRequest): AllowedPurge["confirmed"] {
  const { rule, policy, version } = plan;
  const waits = rule.secondPerson && !goesPast(request);
  return {
    digest: planDigest(plan, request.method),
    policyVersion: version,
    approvalMinutes: waits ? policy.approvalMinutes : null,
    breaksGlass: goesPast(request),
  };
}

/**
 * Records a purge of one tenant with its audit entry, in one transaction. Nothing is sent before both are
 * committed and, for a person, a second one has approved it where the policy asks for that, and the tier's grace
 * period is over, within which it can be cancelled. The same key with the same request answers the purge that is
 * there.
 *
 * @throws AppError not_allowed, foreign_target, quiet_hours, sign_in_again, plan_changed, confirmation_mismatch, not_found,
 *   invalid_input, idempotency_conflict; each refusal by a rule is recorded
 */
export async function requestPurge(
  actor: Caller,
  request: PurgeRequest,
  idempotencyKey: string,
): Promise<PurgeDetail> {
  await authorize(actor, "purge.object", {
    action: "purge.request",
    subject: { kind: "tenant", id: request.tenantId },
    tenantId: request.tenantId,
    summary: `${actor.name} was refused a purge`,
  });
  const requestDigest = digestOf(request);
  const known = await findByKey(actor, idempotencyKey, requestDigest);
  if (known !== null) return readPurgeDetail(known);
  const plan = await resolveRequest(request);
  await refuseUnlessSound(actor, request, plan);
  const proof = await readProof(request, plan);
  try {
    const id = await recordPurge(
      actor,
      allowed(actor, request, plan, proof, { idempotencyKey, requestDigest }),
    );
    const purge = await readPurgeDetail(id);
    // From here on the log speaks of the purge's id: this line says whose request it was.
    const { requestId } = actor;
    log().info({ purgeId: id, requestId, traceId: purge.traceId }, "purge requested");
    return purge;
  } catch (error) {
    // Two requests with one key at the same moment: the database let one of them in.
    const winner = await findByKey(actor, idempotencyKey, requestDigest);
    if (winner === null) throw error;
    return readPurgeDetail(winner);
  }
}
