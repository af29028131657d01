import type { IncomingMessage } from "node:http";

/** A header in text, cut to a length that is stored; null without it. */
function text(value: string | string[] | undefined, most = 300): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, most) : null;
}

/** A redirect's Location, made whole; null for anything else. */
function redirectOf(status: number, location: string | undefined, pageUrl: string): string | null {
  if (status < 300 || status >= 400 || location === undefined) return null;
  return URL.canParse(location, pageUrl)
    ? new URL(location, pageUrl).href.slice(0, 2000)
    : location.slice(0, 2000);
}

function dateOf(value: string | undefined): Date | null {
  const at = Date.parse(value ?? "");
  return Number.isNaN(at) ? null : new Date(at);
}

/** The headers of an answer that are kept; all others are let go unread. */
export function readHeaders(
  { headers, statusCode, httpVersion }: IncomingMessage,
  pageUrl: string,
) {
  const cfRay = text(headers["cf-ray"]);
  const age = text(headers.age);
  const status = statusCode ?? 0;
  return {
    httpStatus: statusCode ?? null,
    httpVersion,
    cacheStatus: text(headers["cf-cache-status"])?.toUpperCase() ?? null,
    age: age !== null && /^\d{1,9}$/.test(age) ? Number(age) : null,
    // The suffix names the data centre: https://developers.cloudflare.com/fundamentals/reference/http-headers/
    colo: cfRay === null ? null : (/-([A-Z]{3,5})$/.exec(cfRay)?.[1] ?? null),
    cfRay,
    contentType: text(headers["content-type"]),
    contentEncoding: text(headers["content-encoding"])?.toLowerCase() ?? null,
    cacheControl: text(headers["cache-control"], 500),
    etag: text(headers.etag),
    lastModified: text(headers["last-modified"]),
    vary: text(headers.vary, 500),
    // Cloudflare takes 16 KB of it; what is longer is worth seeing.
    cacheTag: text(headers["cache-tag"], 32 * 1024),
    setsCookie: headers["set-cookie"] !== undefined,
    redirectTo: redirectOf(status, headers.location, pageUrl),
    edgeDate: dateOf(headers.date),
  };
}

const declared = /<html\b[^>]{0,300}?\blang\s*=\s*["']?([a-z]{2,8}(?:-[a-z0-9]{1,8}){0,4})/i;

/** Which language an answer is in: Content-Language, else the lang of its HTML, in lower case. */
export function languageOf({ headers }: IncomingMessage, body: Buffer): string | null {
  const named = text(headers["content-language"])?.split(",")[0]?.trim();
  if (named) return named.toLowerCase();
  if (!/\bhtml\b/i.test(headers["content-type"] ?? "")) return null;
  return declared.exec(body.toString("latin1", 0, 4096))?.[1]?.toLowerCase() ?? null;
}
