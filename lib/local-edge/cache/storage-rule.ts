import { headerValue, headerValues, type HttpAnswer } from "../http/call-http";

/** How long and how an answer may be kept. Seconds. */
export interface StorageRule {
  freshSeconds: number;
  staleWhileRevalidateSeconds: number;
  /** undefined: the origin set no limit, so a stale copy may answer for as long as it is kept. */
  staleIfErrorSeconds: number | undefined;
  mustRevalidate: boolean;
  variesByEncoding: boolean;
}

/** Larger answers pass through as BYPASS, bytes. */
const MAX_OBJECT_BYTES = 2 * 1024 * 1024;
const STORABLE_STATUSES: ReadonlySet<number> = new Set([200, 203, 301, 404, 410]);

/**
 * Decides whether an origin's answer to an eligible request is kept; undefined means BYPASS:
 * no-store, private, no-cache, Set-Cookie, Vary: *, too big, or a status that is not kept
 * (cache-responses page, text after 2026-05-26). Lifetime is s-maxage, else max-age. Unlike
 * Cloudflare there is no default lifetime: without one the answer is not kept.
 *
 * @param keptSeconds how long a rule of the zone keeps it, whatever the origin says; undefined: there is none
 */
export function storageRuleOf(answer: HttpAnswer, keptSeconds?: number): StorageRule | undefined {
  const directives = readCacheControl(headerValues(answer.headers, "cache-control").join(","));
  const vary = (headerValues(answer.headers, "vary").join(",") || "").toLowerCase();
  const varied = vary.split(",").map((name) => name.trim());
  const freshSeconds =
    keptSeconds ?? seconds(directives, "s-maxage") ?? seconds(directives, "max-age") ?? 0;
  const tooBig = answer.body.length > MAX_OBJECT_BYTES;
  const refused =
    freshSeconds <= 0 ||
    !STORABLE_STATUSES.has(answer.status) ||
    ["no-store", "private", "no-cache"].some((name) => directives.has(name)) ||
    headerValue(answer.headers, "set-cookie") !== undefined ||
    varied.includes("*");
  if (tooBig || (refused && keptSeconds === undefined)) return undefined;
  return {
    freshSeconds,
    staleWhileRevalidateSeconds: seconds(directives, "stale-while-revalidate") ?? 0,
    staleIfErrorSeconds: seconds(directives, "stale-if-error"),
    mustRevalidate: directives.has("must-revalidate"),
    // Other Vary names are ignored: Accept-Encoding is the only one Cloudflare considers.
    variesByEncoding: varied.includes("accept-encoding"),
  };
}

function readCacheControl(header: string): Map<string, string> {
  const directives = new Map<string, string>();
  for (const item of header.split(",")) {
    const [name = "", value = ""] = item.trim().split("=");
    directives.set(name.trim().toLowerCase(), value.trim().replaceAll('"', ""));
  }
  return directives;
}

function seconds(directives: Map<string, string>, name: string): number | undefined {
  const value = directives.get(name);
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}
