import type { CallResult } from "../purge-call";

export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** The body as text; null when it was too large to be Cloudflare's. */
  body: string | null;
}

interface Envelope {
  success: boolean | null;
  errors: { code: number; message: string }[];
}

const tokenCodes = new Set([10000, 9103, 9109, 6003, 6103, 6111]);
/** The rate limit has had several codes over the years: see the purge API's error list. */
const rateLimitCodes = new Set([1134, 971, 1083, 1102, 1113]);

function readEnvelope(body: string | null): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(body ?? "");
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { success, errors } = value as { success?: unknown; errors?: unknown };
  const list: unknown[] = Array.isArray(errors) ? errors : [];
  return {
    success: typeof success === "boolean" ? success : null,
    errors: list.slice(0, 20).flatMap((error) => {
      const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
      return typeof code === "number" && typeof message === "string"
        ? [{ code, message: message.slice(0, 1000) }]
        : [];
    }),
  };
}

/** The longest wait that is believed, in milliseconds: Cloudflare's global block lasts five minutes. */
const longestWaitMs = 300_000;

/**
 * Retry-After in milliseconds: seconds or an HTTP date (RFC 9110 section 10.2.3), clamped to 0 to 5
 * minutes; null when absent or not understood.
 */
export function readRetryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  // JavaScript would read dates into nearly anything: an HTTP date begins with the day's name.
  const date = /^\s*[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : NaN;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : date - now.getTime();
  if (Number.isNaN(ms)) return null;
  return Math.min(Math.max(ms, 0), longestWaitMs);
}

function inWords(status: number, errors: Envelope["errors"]): string {
  const [first] = errors;
  return first === undefined ? `HTTP ${status}` : `HTTP ${status}, ${first.code} ${first.message}`;
}

type Failure = Pick<CallResult, "outcome" | "limited" | "blame" | "message">;

const accepted = { outcome: "accepted", limited: false, blame: "account" } as const;
const limited = { outcome: "transient", limited: true, blame: "account" } as const;
const fault = { outcome: "transient", limited: false, blame: "account" } as const;
const refused = { outcome: "permanent", limited: false } as const;

function failure(status: number, { errors }: Envelope): Failure {
  const words = inWords(status, errors);
  const codes = errors.map((error) => error.code);
  const isLimited =
    status === 429 ||
    codes.some((code) => rateLimitCodes.has(code)) ||
    errors.some((error) => /rate limit|throttl/i.test(error.message));
  if (isLimited) {
    return { ...limited, message: `Cloudflare's rate limit is reached (${words}).` };
  }
  if (status === 401 || status === 403 || codes.some((code) => tokenCodes.has(code))) {
    return {
      ...refused,
      blame: "account",
      message: `Cloudflare refused the console's API token (${words}). An admin has to check CLOUDFLARE_API_TOKEN and its Cache Purge permission.`,
    };
  }
  if (status === 408 || status === 425 || status >= 500) {
    return { ...fault, message: `Cloudflare had a fault (${words}).` };
  }
  // A zone that Cloudflare does not know concerns all purges of the zone alike.
  const blame = status === 404 ? "account" : "item";
  return { ...refused, blame, message: `Cloudflare refused the request (${words}).` };
}

/**
 * What an HTTP answer of the purge API means. A 2xx counts as accepted only with success: true in the
 * body; anything else that is not understood is unknown.
 */
export function classifyAnswer({ status, headers, body }: HttpAnswer, now: Date): CallResult {
  const envelope = readEnvelope(body);
  const errors = envelope?.errors ?? [];
  const [first] = errors;
  const common = {
    httpStatus: status,
    errors,
    cfRay: headers.get("cf-ray"),
    retryAfterMs: readRetryAfter(headers.get("retry-after"), now),
    code: first === undefined ? String(status) : `${status} / ${first.code}`,
  };
  const ok = status >= 200 && status < 300;
  if (ok && envelope?.success === true) {
    return { ...common, ...accepted, message: "Cloudflare accepted the request." };
  }
  if (ok && envelope?.success === false && errors.length > 0) {
    return { ...common, ...failure(status, envelope) };
  }
  if (ok) {
    return {
      ...common,
      outcome: "unknown",
      limited: false,
      blame: "account",
      message: `Cloudflare answered HTTP ${status}, but not in a way that says whether it was accepted.`,
    };
  }
  return { ...common, ...failure(status, envelope ?? { success: null, errors: [] }) };
}
