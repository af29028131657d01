import { readActor, sessionIdOf } from "@/lib/auth/read-actor";
import {
  nothingBeside,
  type ReadBeside,
  readTokenBeside,
  type ServiceBeside,
} from "@/lib/auth/read-token";
import { sessionCookieName } from "@/lib/auth/session-cookies";
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

/** What a screen sends along while somebody is there: moves, types, scrolls. */
const presenceHeader = "x-person-present";

/**
 * Whether a person does something by this request. Screens ask by themselves again and again, and an open screen
 * that nobody looks at is not to be kept signed in by that.
 */
function isUse({ method, headers }: Request): boolean {
  return (method !== "GET" && method !== "HEAD") || headers.get(presenceHeader) === "1";
}

/** The id of the session that a request's cookie names; null when there is none. */
export function sessionIdIn(request: Request): Promise<string | null> {
  return sessionIdOf(cookieOf(request, sessionCookieName()));
}

/** The signed-in person. @throws AppError not_signed_in */
export async function identifyPerson(request: Request, requestId: string): Promise<Actor> {
  const cookie = cookieOf(request, sessionCookieName());
  const actor = await readActor(cookie, { requestId, isUse: isUse(request) });
  if (actor !== null) return actor;
  const message =
    bearerOf(request) === null
      ? "Sign in first: there is no valid session."
      : "People do this, signed in: no service token is for it.";
  throw new AppError("not_signed_in", message);
}

/**
 * The service that bears a token, and the row that a statement finds, read along with it.
 *
 * @throws AppError not_signed_in, too_many_requests
 */
export async function identifyServiceBeside<Beside>(
  request: Request,
  requestId: string,
  beside: ReadBeside,
): Promise<ServiceBeside<Beside>> {
  const bearer = bearerOf(request);
  const found = bearer === null ? null : await readTokenBeside<Beside>(bearer, requestId, beside);
  if (found === null) {
    throw new AppError(
      "not_signed_in",
      "Send a service token as a bearer token: this one is none, is revoked or has expired.",
    );
  }
  return found;
}

/** The service that bears a token. @throws AppError not_signed_in, too_many_requests */
async function identifyService(request: Request, requestId: string): Promise<TokenActor> {
  return (await identifyServiceBeside(request, requestId, nothingBeside)).service;
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
