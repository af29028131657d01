import type { ServerResponse } from "node:http";
import { headerValue, type HeaderList, type HttpAnswer } from "../http/call-http";

/** CF-Cache-Status values that this edge sends (cache-responses page, text after 2026-05-26). */
export type CacheStatus =
  "HIT" | "MISS" | "EXPIRED" | "REVALIDATED" | "UPDATING" | "STALE" | "BYPASS" | "DYNAMIC";

export interface EdgeAnswer extends HttpAnswer {
  cacheStatus: CacheStatus;
  /** Whole seconds since the entry was stored; undefined sends no Age. */
  ageSeconds?: number;
}

export interface VisitorRequest {
  isHead: boolean;
  /** The raw If-None-Match header. */
  ifNoneMatch: string | undefined;
  ray: string;
  /** ms since the epoch, for the Date header. */
  now: number;
}

/** Headers that end at this hop, and those that the edge sets itself. */
const DROPPED_HEADERS: ReadonlySet<string> = new Set([
  "age",
  "cache-tag",
  "cf-cache-status",
  "cf-ray",
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Writes an answer to the visitor: without Cache-Tag, which never leaves the edge (docs:
 * purge-by-tags), with CF-Cache-Status, CF-Ray and, for what came from the cache, Age. A visitor
 * whose copy is the same gets 304.
 */
export function sendEdgeAnswer(
  response: ServerResponse,
  answer: EdgeAnswer,
  visitor: VisitorRequest,
): void {
  const unchanged = answer.status === 200 && isSameCopy(answer.headers, visitor.ifNoneMatch);
  const headers = withoutDropped(answer.headers);
  headers.push(["CF-Cache-Status", answer.cacheStatus], ["CF-Ray", visitor.ray]);
  headers.push(["Server", "practice-edge"], ["Date", new Date(visitor.now).toUTCString()]);
  if (answer.ageSeconds !== undefined) headers.push(["Age", String(answer.ageSeconds)]);
  const bodiless = answer.status === 204 || answer.status === 304 || unchanged;
  if (!bodiless) headers.push(["Content-Length", contentLength(answer, visitor)]);
  response.writeHead(unchanged ? 304 : answer.status, headers.flat());
  response.end(bodiless || visitor.isHead ? undefined : answer.body);
}

/** An answer that the edge makes itself, before any cache: no CF-Cache-Status. */
export function sendEdgeError(
  response: ServerResponse,
  status: number,
  text: string,
  visitor: { ray: string; now: number },
): void {
  response
    .writeHead(status, {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "private, no-store",
      "CF-Ray": visitor.ray,
      Date: new Date(visitor.now).toUTCString(),
      Server: "practice-edge",
      ...(status === 413 ? { Connection: "close" } : {}),
    })
    .end(`${text}\n`);
}

/** A HEAD that went to the origin as HEAD has no body here; its own length is the right one. */
function contentLength(answer: EdgeAnswer, visitor: VisitorRequest): string {
  const passedThrough = visitor.isHead && answer.body.length === 0;
  const declared = passedThrough ? headerValue(answer.headers, "content-length") : undefined;
  return declared ?? String(answer.body.length);
}

function withoutDropped(headers: HeaderList): [string, string][] {
  const connection = headerValue(headers, "connection")?.toLowerCase().split(",") ?? [];
  const named = new Set(connection.map((name) => name.trim()));
  return headers
    .filter(([name]) => !DROPPED_HEADERS.has(name.toLowerCase()) && !named.has(name.toLowerCase()))
    .map(([name, value]) => [name, value]);
}

function isSameCopy(headers: HeaderList, ifNoneMatch: string | undefined): boolean {
  const etag = headerValue(headers, "etag");
  if (etag === undefined || ifNoneMatch === undefined) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || opaque(tag) === opaque(etag));
}
