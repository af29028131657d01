import { createHash } from "node:crypto";
import { authorize, refuse } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { queuePlace } from "@/lib/domain/sending/lanes";
import { addMs, now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import { newId, newTraceId } from "@/lib/platform/ids";
import { log } from "@/lib/platform/log";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { can } from "@/lib/schemas/permissions";
import type { PurgeDetail, PurgeRequest } from "@/lib/schemas/purges";
import {
  expectedConfirmation,
  type ResolvedRequest,
  resolveRequest,
  roleRefusal,
} from "./plan-purge";
import { readPurgeDetail } from "./read-purge";
import { readTicket } from "./read-ticket";
import { scopeInWords } from "./scope-in-words";

function digestOf(request: PurgeRequest): string {
  const { tenantId, method, selector, environment, reason, ticket, confirmation } = request;
  const parts = [tenantId, method, selector, reason, ticket ?? "", confirmation ?? ""];
  // Last, and only when there is one: keys from before environments stay good.
  if (environment !== undefined) parts.push(environment);
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** The purge that this person already asked for with this key; null when the key is new. */
async function findByKey(actor: Actor, key: string, digest: string): Promise<string | null> {
  const known = await db().purge.findUnique({
    where: { actorId_idempotencyKey: { actorId: actor.id, idempotencyKey: key } },
    select: { id: true, requestDigest: true },
  });
  if (known !== null && known.requestDigest !== digest) {
    throw new AppError(
      "idempotency_conflict",
      "This Idempotency-Key was used for another request. Use a new one for a new purge.",
    );
  }
  return known?.id ?? null;
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

async function refuseUnlessSound(
  actor: Actor,
  request: PurgeRequest,
  plan: ResolvedRequest,
): Promise<void> {
  const { resolved, tier, surroundings } = plan;
  const scope = scopeOf(plan);
  const attempt = {
    action: "purge.request" as const,
    subject: { kind: "tenant", id: request.tenantId },
    tenantId: request.tenantId,
    summary: `${actor.name} was refused to ${request.method} ${scopeInWords(scope)} of ${surroundings.tenant.slug}`,
    details: detailsOf(request, plan),
    reason: request.reason,
    ticket: request.ticket ?? null,
  };
  if (resolved.refusal !== null) return refuse(actor, attempt, resolved.refusal);
  if (!can(actor.role, tier.permission)) return refuse(actor, attempt, roleRefusal(actor, tier));
  const expected = expectedConfirmation(plan);
  if (expected !== null && request.confirmation !== expected) {
    const message = `Type ${expected} to confirm: ${tier.label.toLowerCase()}.`;
    await refuse(actor, attempt, {
      code: "confirmation_mismatch",
      message,
      fields: [{ path: "confirmation", message: `must be exactly ${expected}` }],
    });
  }
}

/** The moment of the request on the clock that the queue goes by, the database's, and the tier's grace period. */
async function readStart(tx: Transaction, tier: string) {
  const [row] = await tx.$queryRaw<{ at: Date; grace: number | null }[]>`
    SELECT clock_timestamp() AS at,
      (SELECT grace_seconds FROM purge_policy WHERE tier = ${tier}) AS grace`;
  return { requestedAt: row?.at ?? now(), graceMs: (row?.grace ?? 0) * 1000 };
}

async function commit(
  actor: Actor,
  request: PurgeRequest,
  plan: ResolvedRequest,
  key: { idempotencyKey: string; requestDigest: string },
): Promise<string> {
  const { resolved, surroundings } = plan;
  const scope = scopeOf(plan);
  const ticket = readTicket(request.ticket ?? "");
  return db().$transaction(async (tx) => {
    const { requestedAt, graceMs } = await readStart(tx, resolved.tier);
    const id = newId(requestedAt);
    const purge = {
      zoneId: surroundings.zone.id,
      tenantId: surroundings.tenant.id,
      method: request.method,
      ...scope,
    };
    await tx.purge.create({
      data: {
        id,
        ...purge,
        ...queuePlace(purge),
        priority: 0,
        tier: resolved.tier,
        status: graceMs > 0 ? "scheduled" : "queued",
        statusCause: `Requested by ${actor.name}.`,
        source: "manual",
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
        actorRole: actor.role,
        reason: request.reason,
        ticket: ticket.id,
        ticketUrl: ticket.url,
        traceId: newTraceId(),
        requestedAt,
        notBefore: addMs(requestedAt, graceMs),
        ...key,
      },
    });
    await writeEntry(tx, actor, {
      action: "purge.request",
      subject: { kind: "purge", id },
      tenantId: surroundings.tenant.id,
      summary: `${actor.name} asked to ${request.method} ${scopeInWords(scope)} of ${surroundings.tenant.slug}`,
      details: detailsOf(request, plan),
      reason: request.reason,
      ticket: ticket.id,
    });
    return id;
  });
}

/**
 * Records a purge of one tenant with its audit entry, in one transaction. Nothing is sent before both are
 * committed and the tier's grace period is over, within which it can be cancelled. The same key with the
 * same request answers the purge that is there.
 *
 * @throws AppError not_allowed, foreign_target, needs_second_person, confirmation_mismatch, not_found,
 *   invalid_input, idempotency_conflict; each refusal by a rule is recorded
 */
export async function requestPurge(
  actor: Actor,
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
    const id = await commit(actor, request, plan, { idempotencyKey, requestDigest });
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
