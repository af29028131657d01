import { type AppError, errorStatus, type ErrorCode, type Problem } from "@/lib/schemas/errors";

const titles: Record<ErrorCode, string> = {
  invalid_input: "The request is not valid",
  not_signed_in: "Not signed in",
  not_allowed: "Not allowed",
  foreign_origin: "Refused: the request came from another site",
  foreign_target: "Refused: the target is not this tenant's",
  needs_second_person: "Refused: this needs a second person",
  quiet_hours: "Refused: not at this time",
  sign_in_again: "Sign in again first",
  not_found: "Not found",
  method_not_allowed: "Method not allowed",
  conflict: "Conflict",
  idempotency_conflict: "The Idempotency-Key was used for another request",
  plan_changed: "What was previewed has changed",
  too_large: "The request is too large",
  unsupported_media_type: "Unsupported content type",
  confirmation_mismatch: "The confirmation does not match",
  too_many_requests: "Too many requests",
  internal: "Something went wrong here",
  unavailable: "Not available just now",
};

/** The header that says when to try again, in whole seconds, rounded up; null: nothing is said. */
export function retryAfter(retryAfterMs: number | null): Record<string, string> {
  return retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
}

/** An error as problem+json (RFC 9457), with the request id that the log has too. */
export function problemResponse(error: AppError, requestId: string): Response {
  const status = errorStatus[error.code];
  const body: Problem = {
    type: `urn:purge-console:problem:${error.code}`,
    title: titles[error.code],
    status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...retryAfter(error.retryAfterMs),
    },
  });
}
