import { readActor, sessionCookieName } from "@/lib/auth/read-actor";
import { readToken } from "@/lib/auth/read-token";
import type { Actor, Caller, TokenActor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";

function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** The token after "Bearer"; null when the request bears none. */
function bearerOf(request: Request): string | null {
  const match = /^bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "");
  return match?.[1] ?? null;
}

/** The signed-in person. @throws AppError not_signed_in */
export async function identifyPerson(request: Request, requestId: string): Promise<Actor> {
  const actor = await readActor(cookieOf(request, sessionCookieName()), requestId);
  if (actor === null)
    throw new AppError("not_signed_in", "Sign in first: there is no valid session.");
  return actor;
}

/** The service that bears a token. @throws AppError not_signed_in, too_many_requests */
export async function identifyService(request: Request, requestId: string): Promise<TokenActor> {
  const bearer = bearerOf(request);
  const service = bearer === null ? null : await readToken(bearer, requestId);
  if (service === null) {
    throw new AppError(
      "not_signed_in",
      "Send a service token as a bearer token: this one is none, is revoked or has expired.",
    );
  }
  return service;
}

/**
 * The service whose token the request bears, or else the signed-in person. A request that bears a token is
 * never a person's.
 *
 * @throws AppError not_signed_in, too_many_requests
 */
export function identifyCaller(request: Request, requestId: string): Promise<Caller> {
  return request.headers.has("authorization")
    ? identifyService(request, requestId)
    : identifyPerson(request, requestId);
}
