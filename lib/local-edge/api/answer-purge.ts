import type { IncomingMessage, ServerResponse } from "node:http";
import type { PurgeMethod } from "../cache/edge-cache";
import type { PurgeSelector } from "../cache/purge-selector";
import type { ApiFault } from "../control/faults";
import { createRay } from "../http/cloudflare-ray";
import { BodyTooLargeError, readBody } from "../http/read-body";
import type { PracticeZone } from "../practice-world";
import {
  API_COLO,
  apiFailure,
  apiSuccess,
  noRoute,
  sendApiAnswer,
  type ApiAnswer,
} from "./api-envelope";
import type { PurgeApiParts } from "./api-parts";
import { authenticationError, isAuthorized } from "./authorize";
import { PurgeBodyError, readPurgeBody } from "./read-purge-body";
import { sendFault } from "./send-fault";

/** 500 URLs with their headers fit; anything larger is refused before it is parsed. Bytes. */
const MAX_PURGE_BODY_BYTES = 4 * 1024 * 1024;

export interface PurgeRoute {
  zoneId: string;
  /** An environment's ref; null: production. */
  environment: string | null;
  method: PurgeMethod;
  path: string;
}

interface Decision {
  answer: ApiAnswer;
  selectors: unknown;
  /** Set when the purge is accepted. */
  accepted?: { zone: PracticeZone; selector: PurgeSelector };
}

/**
 * Answers purge_cache and invalidate_cache. A body that is refused costs no token of the rate
 * limit; an accepted one is answered at once and reaches the data centres a little later: 200 means
 * accepted, nothing more (purge-cache page of 2026-09-29).
 */
export async function answerPurge(
  parts: PurgeApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  route: PurgeRoute,
): Promise<void> {
  const ray = createRay(API_COLO);
  const decision = await decide(parts, request, route);
  // Only a call that would have worked meets the fault, so a count is not used up by bad requests.
  const fault = decision.accepted ? parts.faults.takeApiFault() : null;
  const carriedOut = decision.accepted !== undefined && (fault === null || fault.carryOut);
  // The data centres hold production's copies only: another environment's purge leaves them alone.
  if (decision.accepted && carriedOut && route.environment === null) {
    const { zone, selector } = decision.accepted;
    const effective = withoutIgnoredTags(selector, parts.faults.current().ignoreTags);
    parts.propagation.send(zone.id, route.method, effective, ownDelayOf(request));
  }
  const sent = fault
    ? sendFault(response, fault, decision.answer, ray)
    : { status: decision.answer.status, errors: decision.answer.errors };
  parts.log.add({
    at: new Date(parts.clock()).toISOString(),
    zoneId: route.zoneId,
    zoneName: parts.world.zoneById(route.zoneId)?.name ?? null,
    environment: route.environment,
    method: route.method,
    selectors: decision.selectors,
    ...sent,
    cfRay: ray,
    fault: faultName(fault),
    carriedOut,
  });
  // A call that nobody carried out and nobody answered never arrived.
  if (sent.status !== 0 || carriedOut) {
    logForAccount(parts, request, { route, decision, ray, status: sent.status || 200 });
  }
  if (!fault) sendApiAnswer(response, decision.answer, ray);
}

/** What reached the account is in its audit log; what was asked with a refused token did not. */
function logForAccount(
  parts: PurgeApiParts,
  request: IncomingMessage,
  call: { route: PurgeRoute; decision: Decision; ray: string; status: number },
): void {
  const { route, decision, ray, status } = call;
  const zone = parts.world.zoneById(route.zoneId);
  if (!zone || decision.answer.status === 403) return;
  parts.accountLog.add({
    accountId: zone.accountId,
    zone: { id: zone.id, name: zone.name },
    at: parts.clock(),
    method: route.method,
    uri: route.path,
    status,
    request: decision.selectors,
    cfRay: ray,
    userAgent: request.headers["user-agent"] ?? "",
  });
}

async function decide(
  parts: PurgeApiParts,
  request: IncomingMessage,
  route: PurgeRoute,
): Promise<Decision> {
  const body = await readBody(request, MAX_PURGE_BODY_BYTES).catch((error: unknown) => {
    if (error instanceof BodyTooLargeError) return undefined;
    throw error;
  });
  if (!isAuthorized(request, parts.token)) return refused(authenticationError());
  const zone = parts.world.zoneById(route.zoneId);
  if (!zone || !hasEnvironment(zone, route.environment)) return refused(noRoute(route.path));
  if (!body) return refused(apiFailure(413, 10413, "Request body too large"));
  const selectors = parseJson(body);
  if (selectors === undefined)
    return refused(apiFailure(400, 6007, "Malformed JSON in request body"));
  try {
    const selector = readPurgeBody(selectors, zone, parts.world);
    return chargeBudget(parts, zone, selector, selectors);
  } catch (error) {
    if (!(error instanceof PurgeBodyError)) throw error;
    return { answer: apiFailure(400, error.apiError.code, error.message), selectors };
  }
}

function hasEnvironment({ environments = [] }: PracticeZone, wanted: string | null): boolean {
  return wanted === null || environments.some(({ ref }) => ref === wanted);
}

function chargeBudget(
  parts: PurgeApiParts,
  zone: PracticeZone,
  selector: PurgeSelector,
  selectors: unknown,
): Decision {
  const budget =
    selector.kind === "files"
      ? parts.budget.takeFiles(zone, selector.files.length)
      : parts.budget.takeRequest(zone);
  if (budget.allowed) {
    // Cloudflare's examples show the zone's id here; it is not a job id.
    const answer = { ...apiSuccess({ id: zone.id }), budget };
    return { answer, selectors, accepted: { zone, selector } };
  }
  const answer = {
    ...apiFailure(
      429,
      1134,
      "Unable to purge, rate limit reached. Please wait and consider throttling your request speed",
    ),
    budget,
    retryAfterSeconds: budget.waitSeconds,
  };
  return { answer, selectors };
}

/** A scenario's purge may say how long it takes to arrive, ms. Cloudflare has no such header. */
function ownDelayOf(request: IncomingMessage): number | undefined {
  const text = request.headers["x-practice-delay-ms"]?.toString() ?? "";
  return /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}

function withoutIgnoredTags(selector: PurgeSelector, ignored: readonly string[]): PurgeSelector {
  if (selector.kind !== "tags" || ignored.length === 0) return selector;
  const lowerCased = new Set(ignored.map((tag) => tag.toLowerCase()));
  return { kind: "tags", tags: new Set([...selector.tags].filter((tag) => !lowerCased.has(tag))) };
}

function refused(answer: ApiAnswer): Decision {
  return { answer, selectors: null };
}

function faultName(fault: ApiFault | null): string | null {
  return fault ? fault.mode : null;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
