import type { CallResult } from "@/lib/edge/purge-call";

/** What comes of a call to Cloudflare: accepted, unless `over` says otherwise. */
export function makeResult(over: Partial<CallResult> = {}): CallResult {
  return {
    outcome: "accepted",
    limited: false,
    blame: "account",
    httpStatus: 200,
    errors: [],
    cfRay: null,
    retryAfterMs: null,
    code: "200",
    message: "ok",
    ...over,
  };
}
