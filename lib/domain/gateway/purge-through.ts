import { createHash } from "node:crypto";
import { refuse } from "@/lib/audit/authorize";
import { findByKey } from "@/lib/domain/purges/find-by-key";
import { type Recognised, recogniseEach } from "@/lib/domain/purges/recognise-tenants";
import { recordPurge } from "@/lib/domain/purges/record-purge";
import { noProofAsked } from "@/lib/domain/purges/want-proof";
import { scopeInWords } from "@/lib/domain/purges/scope-in-words";
import { reachesTenant, refusedReach } from "@/lib/domain/purges/token-reach";
import { db } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import type { TokenActor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { GatewayHeaders } from "@/lib/schemas/gateway";
import { may } from "@/lib/schemas/permissions";
import { riskTiers } from "@/lib/schemas/purge-policy";
import type { PurgeMethod, SelectorKind } from "@/lib/schemas/words";
import { authenticationError, gatewayError } from "@/lib/schemas/cloudflare-error";
import { type GatewayZone, loadZone, type ZoneAddress } from "./load-zone";
import { normaliseTargets } from "./normalise-targets";
import { type ReadBody, readPurgeBody } from "./read-purge-body";
import { vouchForObjects } from "./vouch-for-objects";

/** A request as it came in. */
export interface GatewayRequest extends ZoneAddress {
  method: PurgeMethod;
  /** Parsed JSON. */
  body: unknown;
  tells: GatewayHeaders;
  /** The trace that the request belongs to; null: none. */
  traceId: string | null;
}

interface Understood {
  zone: GatewayZone;
  kind: SelectorKind;
  targets: string[];
  recognised: Recognised;
}

/**
 * The tenant that the service names itself: only the service knows whose an object is. One that the token is not
 * for is refused as one that there is not, if it is for some tenants only.
 */
async function addNamedTenant(
  service: TokenActor,
  found: Recognised,
  zoneId: string,
  named: string | undefined,
): Promise<Recognised> {
  if (named === undefined) return found;
  const fitting = await db().tenant.findMany({
    where: { zoneId, removedAt: null, OR: [{ id: named }, { slug: named }] },
    select: { id: true, slug: true },
  });
  // An id wins over another tenant's slug that is the same.
  const tenant = fitting.find(({ id }) => id === named) ?? fitting[0];
  if (!reachesTenant(service, tenant?.id ?? null)) {
    return { ...found, shared: found.shared ?? `X-Purge-Tenant ${named}` };
  }
  if (tenant === undefined) {
    throw gatewayError(400, 10400, `X-Purge-Tenant: there is no tenant ${named} in this zone`);
  }
  const others = found.tenants.filter(({ id }) => id !== tenant.id);
  return { ...found, tenants: [...others, tenant] };
}

async function understand(
  service: TokenActor,
  request: GatewayRequest,
  { kind, typed }: ReadBody,
): Promise<Understood> {
  const zone = await loadZone(service, request);
  const targets = normaliseTargets(kind, typed, zone);
  const [named] = await recogniseEach([{ kind, targets }], zone);
  if (named === undefined) throw new Error("Each purge is recognised.");
  const found = await vouchForObjects(service, { kind, targets }, zone, named);
  const recognised = await addNamedTenant(service, found, zone.id, request.tells["x-purge-tenant"]);
  return { zone, kind, targets: targets.map(({ value }) => value), recognised };
}

/** Why this service may not have this purged; null: it may. */
function refusal(service: TokenActor, { kind, recognised }: Understood) {
  if (!may(service, riskTiers[recognised.tier].permission)) {
    const message = `The token ${service.name} may not purge: its verbs are ${service.reach.verbs.join(", ")}.`;
    return { code: "not_allowed" as const, message };
  }
  return refusedReach(service, kind, recognised);
}

async function refuseBeyondReach(
  service: TokenActor,
  { method, environment, tells }: GatewayRequest,
  understood: Understood,
): Promise<void> {
  const refused = refusal(service, understood);
  if (refused === null) return;
  const { zone, kind, targets } = understood;
  const scope = scopeInWords({ selectorKind: kind, targets, environment, zone });
  const attempt = {
    action: "purge.request" as const,
    subject: { kind: "zone", id: zone.id },
    summary: `${service.name} was refused to ${method} ${scope} in ${zone.name}`,
    details: { method, kind, environment, targets },
    reason: tells["x-purge-reason"] ?? null,
    ticket: tells["x-purge-ticket"] ?? null,
  };
  await refuse(service, attempt, refused).catch((error: unknown) => {
    const isRefusal = error instanceof AppError && error.code !== "unavailable";
    throw isRefusal ? authenticationError(error.message) : error;
  });
}

/** Of the body as it was read: of one nested a million deep, which is refused, no JSON can be made. */
function digestOf({ zoneId, environment, method }: GatewayRequest, body: ReadBody): string {
  const parts = [zoneId, environment, method, body.kind, body.typed];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function record(
  service: TokenActor,
  request: GatewayRequest,
  understood: Understood,
  requestDigest: string,
) {
  const { tells, method, environment, traceId } = request;
  const { zone, kind, targets, recognised } = understood;
  const key = tells["idempotency-key"] ?? null;
  return recordPurge(service, {
    confirmed: null,
    zone,
    environment,
    tenants: recognised.tenants,
    method,
    selectorKind: kind,
    targets,
    tier: recognised.tier,
    source: tells["x-purge-source"] ?? service.source,
    onBehalfOf: tells["x-purge-actor"] ?? null,
    reason: tells["x-purge-reason"] ?? null,
    ticket: tells["x-purge-ticket"] ?? "",
    traceId,
    idempotencyKey: key,
    requestDigest: key === null ? null : requestDigest,
    proof: noProofAsked,
  });
}

/**
 * Records a service's purge as Cloudflare's API would take it. Once this answers it is kept and will be sent,
 * whatever happens to the request.
 *
 * @returns the purge's id
 * @throws GatewayError when it is not valid, leads nowhere or is beyond the token's rights, which is recorded;
 *   AppError idempotency_conflict
 */
export async function purgeThrough(service: TokenActor, request: GatewayRequest): Promise<string> {
  const key = request.tells["idempotency-key"];
  const body = readPurgeBody(request.body);
  const digest = digestOf(request, body);
  const findKnown = () =>
    key === undefined ? Promise.resolve(null) : findByKey(service, key, digest);
  const known = await findKnown();
  if (known !== null) return known;
  const understood = await understand(service, request, body);
  await refuseBeyondReach(service, request, understood);
  try {
    const purgeId = await record(service, request, understood, digest);
    const { requestId } = service;
    log().info({ purgeId, requestId, service: service.service }, "purge taken from a service");
    return purgeId;
  } catch (error) {
    // Two requests with one key at the same moment: the database let one of them in.
    const winner = await findKnown();
    if (winner === null) throw error;
    return winner;
  }
}
