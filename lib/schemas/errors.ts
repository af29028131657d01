/** Every error that the API answers: its code and HTTP status. Exhaustive by type. */
export const errorStatus = {
  invalid_input: 400,
  not_signed_in: 401,
  not_allowed: 403,
  foreign_origin: 403,
  foreign_target: 403,
  needs_second_person: 403,
  quiet_hours: 403,
  sign_in_again: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  idempotency_conflict: 409,
  plan_changed: 409,
  too_large: 413,
  unsupported_media_type: 415,
  confirmation_mismatch: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** A field of the request that was refused, by its path ("selector.tags.0"), and why. */
export interface InvalidField {
  path: string;
  message: string;
}

/** The body of every error: problem+json, RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  requestId: string;
  errors?: InvalidField[];
}

/** An error with a message for people. The only kind that use cases throw on purpose. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fields: InvalidField[] = [],
    /** After how many milliseconds it is worth trying again; null: not known. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = "AppError";
  }
}
