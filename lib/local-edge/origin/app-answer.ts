import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { encodingClassOf } from "../cache/cache-key";
import { PAGE_POLICY } from "../html/plain-page";

/** What a page of the app wants to send, before encoding and validators. */
export interface AppAnswer {
  status: number;
  contentType: "text/html" | "application/json" | "text/csv";
  body: string;
  /** Present on shared answers: they may be cached by the edge and carry these tags. */
  shared?: { tags: readonly string[]; changedAt: number; staleWhileRevalidateSeconds?: number };
  location?: string;
  headers?: Record<string, string>;
}

/** Cloudflare reads 16 KB of Cache-Tag; many clients read no more than 16 KB of headers in all. */
const MAX_TAGS = 150;
const EDGE_LIFETIME_SECONDS = 3600;

/**
 * Writes an answer of the practice app. Shared ones are for the edge only (s-maxage), not for the
 * browser (max-age=0), and get a strong ETag of their content, Last-Modified and Cache-Tag; a
 * matching If-None-Match is answered with 304 (RFC 9110 section 13.1.2). Everything else is private.
 */
export function sendAppAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: AppAnswer,
): void {
  const zipped = answer.shared && encodingClassOf(request.headers["accept-encoding"]) === "gzip";
  const body = zipped ? gzipSync(answer.body) : Buffer.from(answer.body);
  const etag = `"${createHash("sha256").update(answer.body).digest("hex").slice(0, 20)}${zipped ? "-gz" : ""}"`;
  const headers: Record<string, string> = {
    "Content-Type": `${answer.contentType}; charset=utf-8`,
    "X-Content-Type-Options": "nosniff",
    ...(answer.contentType === "text/html" ? { "Content-Security-Policy": PAGE_POLICY } : {}),
    ...(answer.location === undefined ? {} : { Location: answer.location }),
    ...cacheHeaders(answer, etag),
    ...(zipped ? { "Content-Encoding": "gzip" } : {}),
    ...answer.headers,
  };
  if (answer.shared && isUnchanged(request, etag, answer.shared.changedAt)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(answer.status, { ...headers, "Content-Length": String(body.length) });
  response.end(request.method === "HEAD" ? undefined : body);
}

function cacheHeaders(answer: AppAnswer, etag: string): Record<string, string> {
  if (!answer.shared) return { "Cache-Control": "private, no-store" };
  const { tags, changedAt, staleWhileRevalidateSeconds } = answer.shared;
  const window =
    staleWhileRevalidateSeconds === undefined
      ? ""
      : `, stale-while-revalidate=${staleWhileRevalidateSeconds}`;
  return {
    "Cache-Control": `public, max-age=0, s-maxage=${EDGE_LIFETIME_SECONDS}${window}`,
    "Cache-Tag": tags.slice(0, MAX_TAGS).join(","),
    ETag: etag,
    "Last-Modified": new Date(changedAt).toUTCString(),
    Vary: "Accept-Encoding",
  };
}

/** If-Modified-Since counts only without If-None-Match: its seconds are too coarse for two edits. */
function isUnchanged(request: IncomingMessage, etag: string, changedAt: number): boolean {
  const ifNoneMatch = request.headers["if-none-match"];
  if (ifNoneMatch !== undefined) {
    return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
  }
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  return Number.isFinite(since) && Math.floor(changedAt / 1000) * 1000 <= since;
}
