import type { IncomingMessage, ServerResponse } from "node:http";
import { encodingClassOf, locationOfRequest, type CacheLocation } from "../cache/cache-key";
import { deviceTypeOf, variantOf } from "../cache/custom-key";
import type { FaultSwitches } from "../control/faults";
import { callHttp, pairs, type HttpAnswer } from "../http/call-http";
import { createRay } from "../http/cloudflare-ray";
import { pause } from "../http/pause";
import { BodyTooLargeError, readBody } from "../http/read-body";
import { hostNameOf } from "../http/request-origin";
import type { HostOwner, WorldIndex } from "../practice-world";
import { answerEligible, type DataCentre } from "./answer-eligible";
import { isEligible } from "./cache-rule";
import { sendEdgeAnswer, sendEdgeError } from "./edge-answer";

export interface EdgeProxyParts {
  world: WorldIndex;
  faults: FaultSwitches;
  centres: ReadonlyMap<string, DataCentre>;
  /** The data centre of this listener, unless a fault routes a host elsewhere. */
  colo: string;
  /** "127.0.0.1:PORT" */
  originAddress: string;
  clock: () => number;
}

const MAX_REQUEST_BODY_BYTES = 256 * 1024;
const MAX_ORIGIN_BODY_BYTES = 16 * 1024 * 1024;
const ORIGIN_TIMEOUT_MS = 10_000;

/** Headers of a visitor that the edge answers itself or sets anew before it asks the origin. */
const NOT_FORWARDED: ReadonlySet<string> = new Set([
  "accept-encoding",
  "cf-connecting-ip",
  "cf-device-type",
  "cf-ray",
  "connection",
  "content-length",
  "expect",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "keep-alive",
  "range",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-forwarded-for",
  "x-forwarded-proto",
]);

interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  ray: string;
  centre: DataCentre;
  location: CacheLocation;
  owner: HostOwner;
}

/** Serves one data centre's listener: a caching reverse proxy that picks the tenant by Host. */
export function createEdgeProxy(parts: EdgeProxyParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const host = hostNameOf(request);
    const routed = parts.faults.current().routeTo[host ?? ""] ?? parts.colo;
    const centre = parts.centres.get(routed) ?? parts.centres.get(parts.colo);
    if (!centre) throw new Error(`No data centre ${parts.colo}`);
    await pause(parts.faults.current().edgeLatencyMs);
    const ray = createRay(centre.colo);
    const fail = (status: number, text: string) => {
      request.resume();
      sendEdgeError(response, status, text, { ray, now: parts.clock() });
    };
    const location = locate(host, request);
    if (!location || hasSeveralHosts(request)) {
      fail(400, "Bad request");
      return;
    }
    const owner = parts.world.ownerOfHost(location.host);
    // Cloudflare's answer for a name it cannot resolve to an origin.
    if (!owner) {
      fail(530, "error code: 1016");
      return;
    }
    const visit = { request, response, ray, centre, location, owner };
    await answerVisit(parts, visit).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return;
      if (error instanceof BodyTooLargeError) fail(413, "The request is too large");
      else fail(521, "error code: 521 (the origin cannot be reached)");
    });
  };
}

/** Where a visit goes, as the cache calls it; undefined when it is no request for a page. */
function locate(host: string | undefined, request: IncomingMessage): CacheLocation | undefined {
  const location = host === undefined ? undefined : locationOfRequest(host, request.url ?? "");
  const device = deviceTypeOf(request.headers["user-agent"]);
  const read = (name: string) =>
    name === "cf-device-type" ? device : request.headers[name]?.toString();
  return location && { ...location, variant: variantOf(location, read) };
}

async function answerVisit(parts: EdgeProxyParts, visit: Visit): Promise<void> {
  const { request, response, ray, centre, location, owner } = visit;
  const method = request.method ?? "GET";
  const encoding = encodingClassOf(request.headers["accept-encoding"]?.toString());
  const body = await readBody(request, MAX_REQUEST_BODY_BYTES);
  const ask = (as: string, extra: [string, string][], sent?: Buffer): Promise<HttpAnswer> =>
    callHttp({
      address: parts.originAddress,
      method: as,
      path: `${location.path}${location.query}`,
      headers: [...forwardedHeaders(request, ray), ["Accept-Encoding", encoding], ...extra],
      ...(sent && sent.length > 0 ? { body: sent } : {}),
      timeoutMs: ORIGIN_TIMEOUT_MS,
      maxBytes: MAX_ORIGIN_BODY_BYTES,
    });
  const answer = isEligible(method, location)
    ? await answerEligible(
        centre,
        {
          zoneId: owner.zone.id,
          location,
          encoding,
          isAuthorized: request.headers.authorization !== undefined,
        },
        // HEAD becomes GET, so that it fills the cache (docs: cache-behavior). A body is not part of
        // the key and must not shape what others get, so it stays behind.
        (conditions) => ask("GET", conditions),
      )
    : { ...(await ask(method, [], body)), cacheStatus: "DYNAMIC" as const };
  sendEdgeAnswer(response, answer, {
    isHead: method === "HEAD",
    ifNoneMatch: request.headers["if-none-match"],
    ray,
    now: parts.clock(),
  });
}

function forwardedHeaders(request: IncomingMessage, ray: string): [string, string][] {
  const kept = pairs(request.rawHeaders).filter(([name]) => !NOT_FORWARDED.has(name.toLowerCase()));
  return [
    ...kept.map(([name, value]): [string, string] => [name, value]),
    ["CF-Ray", ray],
    ["CF-Device-Type", deviceTypeOf(request.headers["user-agent"])],
    ["CF-Connecting-IP", request.socket.remoteAddress ?? ""],
    ["X-Forwarded-Proto", "http"],
  ];
}

/** Node keeps the first of several Host headers; an origin might read another. */
function hasSeveralHosts(request: IncomingMessage): boolean {
  return pairs(request.rawHeaders).filter(([name]) => name.toLowerCase() === "host").length > 1;
}
