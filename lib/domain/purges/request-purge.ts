import { createHash } from "node:crypto";
import { authorize, refuse } from "@/lib/audit/authorize";
import { log } from "@/lib/platform/log";
import type { Actor, Caller, TokenActor } from "@/lib/schemas/actor";
import { can } from "@/lib/schemas/permissions";
import type { PurgeDetail, PurgeRequest } from "@/lib/schemas/purges";
import { findByKey } from "./find-by-key";
import {
  expectedConfirmation,
  type ResolvedRequest,
  resolveRequest,
  roleRefusal,
} from "./plan-purge";
import { noSuchTenant } from "./load-surroundings";
import { readPurgeDetail } from "./read-purge";
import { type AllowedPurge, recordPurge } from "./record-purge";
import { scopeInWords } from "./scope-in-words";
import { reachesTenant, reachesZone, refusedKind, refusedShared } from "./token-reach";

function digestOf(request: PurgeRequest): string {
  const { tenantId, method, selector, environment, reason, ticket, confirmation } = request;
  const parts = [tenantId, method, selector, reason, ticket ?? "", confirmation ?? ""];
  // Last, and only when there is one: keys from before environments stay good.
  if (environment !== undefined) parts.push(environment);
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function scopeOf({ resolved, environment }: ResolvedRequest) {
  return {
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

/** Why a person may not have this purged; null: they may. */
function refusedPerson(actor: Actor, request: PurgeRequest, plan: ResolvedRequest) {
  const { resolved, tier } = plan;
  if (resolved.refusal !== null) return resolved.refusal;
  if (!can(actor.role, tier.permission)) return roleRefusal(actor, tier);
  const expected = expectedConfirmation(plan);
  if (expected === null || request.confirmation === expected) return null;
  return {
    code: "confirmation_mismatch" as const,
    message: `Type ${expected} to confirm: ${tier.label.toLowerCase()}.`,
    fields: [{ path: "confirmation", message: `must be exactly ${expected}` }],
  };
}

/** Why a service may not have this purged; null: it may. Services purge what tenants share: it is their job. */
function refusedService(service: TokenActor, { resolved, surroundings }: ResolvedRequest) {
  const { zone, tenant } = surroundings;
  if (!reachesZone(service, zone.id) || !reachesTenant(service, tenant.id)) {
    return { code: "not_found" as const, message: noSuchTenant(tenant.id) };
  }
  if (resolved.refusal?.code === "foreign_target") return resolved.refusal;
  if (resolved.refusal !== null && !reachesTenant(service, null)) {
    return refusedShared(service, resolved.refusal.message);
  }
  return refusedKind(service, resolved.kind);
}

async function refuseUnlessSound(
  actor: Caller,
  request: PurgeRequest,
  plan: ResolvedRequest,
): Promise<void> {
  const refused =
    actor.kind === "person" ? refusedPerson(actor, request, plan) : refusedService(actor, plan);
  if (refused === null) return;
  const { slug } = plan.surroundings.tenant;
  const attempt = {
    action: "purge.request" as const,
    subject: { kind: "tenant", id: request.tenantId },
    tenantId: request.tenantId,
    summary: `${actor.name} was refused to ${request.method} ${scopeInWords(scopeOf(plan))} of ${slug}`,
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
  key: { idempotencyKey: string; requestDigest: string },
): AllowedPurge {
  const { resolved, surroundings } = plan;
  return {
    ...scopeOf(plan),
    zoneId: surroundings.zone.id,
    tenants: [surroundings.tenant],
    method: request.method,
    tier: resolved.tier,
    source: caller.kind === "person" ? "manual" : caller.source,
    onBehalfOf: null,
    reason: request.reason,
    ticket: request.ticket ?? "",
    traceId: null,
    ...key,
  };
}

/**
 * Records a purge of one tenant with its audit entry, in one transaction. Nothing is sent before both are
 * committed and, for a person, the tier's grace period is over, within which it can be cancelled. The same key with the
 * same request answers the purge that is there.
 *
 * @throws AppError not_allowed, foreign_target, needs_second_person, confirmation_mismatch, not_found,
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
  try {
    const id = await recordPurge(
      actor,
      allowed(actor, request, plan, { idempotencyKey, requestDigest }),
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
