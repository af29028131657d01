import { createHash } from "node:crypto";
import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { env } from "@/lib/platform/env";
import { isPublicAddress, splitAddress } from "./address-guard";

/** What to probe. host comes from the tenant's record, never from free text. */
export interface ProbeRequest {
  host: string;
  /** Path and query. */
  path: string;
  /** Where to connect instead of resolving the host, as curl --connect-to does. */
  edge: { scheme: "http" | "https"; address: string } | null;
}

/** What came back. A field is null when the answer did not have it; all are when there was no answer. */
export interface ProbeAnswer {
  httpStatus: number | null;
  cacheStatus: string | null;
  /** Seconds. */
  age: number | null;
  colo: string | null;
  cfRay: string | null;
  /** Milliseconds from sending to the first byte, and to the end of the body. */
  ttfbMs: number | null;
  totalMs: number | null;
  fingerprint: string | null;
  bytes: number | null;
  contentType: string | null;
  error: string | null;
}

/** The longest that a probe may take in all, in milliseconds. */
const probeTimeoutMs = 10_000;
/** The most of a body that is read, in bytes. */
const maxBodyBytes = 512 * 1024;

// One sentence for every way of not reaching it: differences would tell an open from a closed port.
const unreachable = "The edge did not answer.";

const noAnswer: Omit<ProbeAnswer, "error"> = {
  httpStatus: null,
  cacheStatus: null,
  age: null,
  colo: null,
  cfRay: null,
  ttfbMs: null,
  totalMs: null,
  fingerprint: null,
  bytes: null,
  contentType: null,
};

interface Target {
  secure: boolean;
  address: string;
  port: number;
}

/** Where to connect; null when it may not be connected to. The address is checked, then used as it is. */
async function resolveTarget({ host, edge }: ProbeRequest): Promise<Target | null> {
  const place = edge === null ? { host, port: 443 } : splitAddress(edge.address);
  if (place === null) return null;
  const secure = edge === null || edge.scheme === "https";
  const named = edge !== null && env().privateEdges.has(edge.address);
  const found = isIP(place.host)
    ? [{ address: place.host }]
    : await lookup(place.host, { all: true, verbatim: true });
  const [first] = found;
  const permitted = named || found.every(({ address }) => isPublicAddress(address));
  if (first === undefined || !permitted) return null;
  return { secure, address: first.address, port: place.port };
}

function text(value: string | string[] | undefined): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 300) : null;
}

function readHeaders(response: http.IncomingMessage) {
  const { headers } = response;
  const cfRay = text(headers["cf-ray"]);
  const age = text(headers.age);
  return {
    httpStatus: response.statusCode ?? null,
    cacheStatus: text(headers["cf-cache-status"])?.toUpperCase() ?? null,
    age: age !== null && /^\d{1,9}$/.test(age) ? Number(age) : null,
    // The suffix names the data centre: https://developers.cloudflare.com/fundamentals/reference/http-headers/
    colo: cfRay === null ? null : (/-([A-Z]{3,5})$/.exec(cfRay)?.[1] ?? null),
    cfRay,
    contentType: text(headers["content-type"]),
  };
}

function requestOptions({ host, path }: ProbeRequest, target: Target): https.RequestOptions {
  return {
    host: target.address,
    port: target.port,
    servername: host,
    path,
    method: "GET",
    // No pooled connections: each probe stands alone, and no proxy from the environment is used.
    agent: false,
    signal: AbortSignal.timeout(probeTimeoutMs),
    maxHeaderSize: 64 * 1024,
    headers: {
      host,
      accept: "*/*",
      "accept-encoding": "identity",
      "user-agent": "PurgeConsole-Probe",
    },
  };
}

function exchange(request: ProbeRequest, target: Target): Promise<ProbeAnswer> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  return new Promise((resolve, reject) => {
    const send = target.secure ? https.request : http.request;
    const outgoing = send(requestOptions(request, target), (response) => {
      const ttfbMs = elapsed();
      const hash = createHash("sha256");
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBodyBytes) outgoing.destroy(new Error("too large"));
        else hash.update(chunk);
      });
      response.on("error", reject);
      response.on("end", () => {
        const fingerprint = hash.digest("hex").slice(0, 16);
        const totalMs = elapsed();
        resolve({ ...readHeaders(response), ttfbMs, totalMs, fingerprint, bytes, error: null });
      });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

/**
 * Sends one GET through the edge, without cookies or credentials; redirects are not followed. It may fill
 * the cache, as any visit does.
 *
 * @returns what came back; `error` says why when nothing did. Never throws.
 */
export async function sendProbe(request: ProbeRequest): Promise<ProbeAnswer> {
  try {
    const target = await resolveTarget(request);
    if (target === null) return { ...noAnswer, error: unreachable };
    return await exchange(request, target);
  } catch (error) {
    const tooLarge = error instanceof Error && error.message === "too large";
    return {
      ...noAnswer,
      error: tooLarge ? `The answer is larger than ${maxBodyBytes / 1024} kB.` : unreachable,
    };
  }
}

/** The address of a page as a visitor types it. */
export function pageUrl({ host, path, edge }: ProbeRequest): string {
  return `${edge?.scheme ?? "https"}://${host}${path}`;
}
