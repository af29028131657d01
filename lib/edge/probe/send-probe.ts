import http from "node:http";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { env } from "@/lib/platform/env";
import { findTarget, type Target } from "./find-target";
import { openConnection } from "./open-connection";
import { type ProbeLimits, probeLimits } from "./probe-limits";
import { noAnswer, type ProbeAnswer, type ProbeRequest } from "./probe-request";
import { judgeBody, readBody, UnreadableError } from "./read-body";
import { languageOf, readHeaders } from "./read-headers";

// One sentence for every way of not reaching it: differences would tell an open from a closed port.
const unreachable = "The edge did not answer.";

/** The value of the page's probe header; null: there is none, or it may not go there. */
function secretFor({ host, probeHeader }: ProbeRequest, target: Target): string | null {
  if (!probeHeader) return null;
  const secret = env().probeSecrets.get(probeHeader.secret);
  if (secret === undefined) return null;
  const { domain, value } = secret;
  const isMeant = host === domain || host.endsWith(`.${domain}`);
  // Without TLS anybody may be at the other end, unless the deployment itself named who is.
  return isMeant && (target.secure || target.named) ? value : null;
}

function requestHeaders(request: ProbeRequest, target: Target): Record<string, string> {
  const secret = secretFor(request, target);
  return {
    host: request.host,
    accept: "*/*",
    "accept-encoding": "identity",
    "user-agent": "PurgeConsole-Probe",
    ...request.headers,
    ...(secret === null || !request.probeHeader ? {} : { [request.probeHeader.name]: secret }),
    connection: "close",
  };
}

/** Sends the request on an open connection. @returns the answer as soon as its headers are there */
function ask(
  socket: Socket,
  request: ProbeRequest,
  target: Target,
  limits: ProbeLimits,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      {
        // The connection is there already: nothing is resolved again, and no proxy is asked.
        createConnection: () => socket,
        path: request.path,
        method: "GET",
        maxHeaderSize: limits.headerBytes,
        headers: requestHeaders(request, target),
      },
      (response) => {
        clearTimeout(timer);
        resolve(response);
      },
    );
    const timer = setTimeout(() => outgoing.destroy(new Error("too late")), limits.firstByteMs);
    outgoing.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    outgoing.end();
  });
}

async function exchange(
  request: ProbeRequest,
  limits: ProbeLimits,
  signal: AbortSignal,
): Promise<ProbeAnswer | null> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  const target = await findTarget(request, limits);
  if (target === null || signal.aborted) return null;
  const dnsMs = elapsed();
  const { socket, connectMs, tlsMs } = await openConnection(target, request.host, limits, signal);
  try {
    const response = await ask(socket, request, target, limits);
    const ttfbMs = elapsed();
    const headers = readHeaders(response, pageUrl(request));
    const body = await readBody(response, limits.bodyBytes);
    return {
      ...headers,
      ...judgeBody(body, headers.contentType, request),
      language: languageOf(response, body),
      ...{ dnsMs, connectMs, tlsMs, ttfbMs },
      totalMs: elapsed(),
      error: null,
    };
  } finally {
    socket.destroy();
  }
}

/**
 * Sends one GET through the edge, without cookies or credentials; redirects are not followed. It may fill
 * the cache, as any visit does. What cannot be reached is told in one sentence and after one time, unless
 * the deployment itself named the edge: neither tells an open from a closed, filtered or forbidden port.
 *
 * @returns what came back; `error` says why when nothing did. Never throws.
 */
export async function sendProbe(
  request: ProbeRequest,
  limits: ProbeLimits = probeLimits,
): Promise<ProbeAnswer> {
  const isNamed = request.edge !== null && env().privateEdges.has(request.edge.address);
  const ended = new AbortController();
  const total = pause(limits.totalMs, null, { signal: ended.signal }).catch(() => null);
  try {
    const answer = await Promise.race([exchange(request, limits, ended.signal), total]);
    if (answer !== null) return answer;
    if (!isNamed) await total;
    return { ...noAnswer, error: unreachable };
  } catch (error) {
    if (error instanceof UnreadableError) return { ...noAnswer, error: error.message };
    if (!isNamed) await total;
    return { ...noAnswer, error: unreachable };
  } finally {
    ended.abort();
  }
}

/** The address of a page as a visitor types it. */
export function pageUrl({
  host,
  path,
  edge,
}: Pick<ProbeRequest, "host" | "path" | "edge">): string {
  return `${edge?.scheme ?? "https"}://${host}${path}`;
}
