import type { IncomingMessage, ServerResponse } from "node:http";
import { pause } from "../http/pause";
import { apiFailure, apiSuccess, noRoute, sendApiAnswer, type ApiAnswer } from "./api-envelope";
import { listEnvironments, listZones, zoneAnswer } from "./list-zones";
import { answerPurge } from "./answer-purge";
import type { PurgeApiParts } from "./api-parts";
import { authenticationError, isAuthorized } from "./authorize";

const BASE = "/client/v4";
const PURGE_ROUTE = /^\/zones\/([^/]+)(?:\/environments\/([^/]+))?\/(purge|invalidate)_cache$/;
const ENVIRONMENTS_ROUTE = /^\/zones\/([^/]+)\/environments$/;
const AUDIT_ROUTE = /^\/accounts\/([^/]+)\/logs\/audit$/;
const ZONE_ROUTE = /^\/zones\/([^/]+)$/;

/** Serves the part of Cloudflare's v4 API that purging needs. */
export function createPurgeApi(parts: PurgeApiParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await pause(parts.faults.current().apiLatencyMs);
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const purge = path.startsWith(BASE) && PURGE_ROUTE.exec(path.slice(BASE.length));
    if (purge && request.method === "POST") {
      const [, zoneId = "", environment = null, name] = purge;
      const method = name === "purge" ? "purge" : "invalidate";
      return answerPurge(parts, request, response, { zoneId, environment, method, path });
    }
    request.resume();
    const audit = path.startsWith(BASE) && AUDIT_ROUTE.exec(path.slice(BASE.length));
    if (audit && request.method === "GET") {
      const answer = answerAudit(parts, request, audit[1] ?? "", new URLSearchParams(query));
      if (answer === null) response.destroy();
      else sendApiAnswer(response, answer);
      return;
    }
    sendApiAnswer(response, answerOther(parts, request, path, new URLSearchParams(query)));
  };
}

function answerOther(
  parts: PurgeApiParts,
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
): ApiAnswer {
  const route = path.startsWith(`${BASE}/`) ? path.slice(BASE.length) : undefined;
  if (route === undefined) return noRoute(path);
  if (!isAuthorized(request, parts.token)) return authenticationError();
  if (PURGE_ROUTE.test(route)) return apiFailure(405, 10405, "Method not allowed");
  if (request.method !== "GET") return noRoute(path);
  if (route === "/user/tokens/verify") return verifyToken();
  if (route === "/zones") return listZones(parts.world, query);
  const withEnvironments = parts.world.zoneById(ENVIRONMENTS_ROUTE.exec(route)?.[1] ?? "");
  if (withEnvironments) return listEnvironments(withEnvironments);
  const zone = parts.world.zoneById(ZONE_ROUTE.exec(route)?.[1] ?? "");
  return zone ? apiSuccess(zoneAnswer(zone)) : noRoute(path);
}

/** The account's audit log, for its own token; null: the connection is to be dropped. */
function answerAudit(
  { accountLog, auditToken, faults, world }: PurgeApiParts,
  request: IncomingMessage,
  accountId: string,
  query: URLSearchParams,
): ApiAnswer | null {
  const isRefused = faults.current().auditLog === "refuses";
  if (isRefused || !isAuthorized(request, auditToken)) return authenticationError();
  const isKnown = world.zones.some((zone) => zone.accountId === accountId);
  return isKnown ? accountLog.answer(accountId, query, faults) : authenticationError();
}

function verifyToken(): ApiAnswer {
  return {
    ...apiSuccess({ id: "0".repeat(32), status: "active" }),
    messages: [{ code: 10000, message: "This API Token is valid and active" }],
  };
}
