export interface CloudflareError {
  code: number;
  message: string;
}

/**
 * A refusal as Cloudflare's API words it: status and errors of the envelope. Codes are Cloudflare's own where
 * one is known, so that clients react to them as they always did.
 */
export class GatewayError extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly CloudflareError[],
    /** After how many milliseconds it is worth trying again; null: not known. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(errors.map(({ code, message }) => `${code}: ${message}`).join("; "));
    this.name = "GatewayError";
  }
}

/** A refusal with one error. */
export function gatewayError(status: number, code: number, message: string): GatewayError {
  return new GatewayError(status, [{ code, message }]);
}

/** An address that names no zone, or none that the token is for: 7003 and 7000 come together. */
export function noRoute(path: string): GatewayError {
  return new GatewayError(404, [
    {
      code: 7003,
      message: `Could not route to ${path}, perhaps your object identifier is invalid?`,
    },
    { code: 7000, message: "No route for that URI" },
  ]);
}

/** What Cloudflare says of a token that is none, or that lacks the permission; with the console's reason. */
export function authenticationError(reason: string): GatewayError {
  return gatewayError(403, 10000, `Authentication error: ${reason}`);
}
