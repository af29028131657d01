import { randomUUID } from "node:crypto";
import type { Attempt } from "@/lib/auth/options";
import { giveBackSignIn, takeSignIn, type Trying } from "@/lib/auth/sign-in-allowance";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { requestUnderWay } from "@/lib/platform/request-under-way";
import { AppError } from "@/lib/schemas/errors";
import { sessionIdIn } from "./identify";
import { problemResponse } from "./problem";
import { contentType, readLimited, refuseForeignHost, refuseForeignOrigin } from "./read-request";
import { translateDatabaseError } from "./translate-database-error";

/** What is answered below /api/auth; next-auth has more, and nothing here uses it. */
const open = [
  "GET csrf",
  "POST signin/oidc",
  "GET callback/oidc",
  "POST callback/practice",
  "POST signout",
];

/** The largest form that is read, in bytes. */
const mostFormBytes = 8 * 1024;

/** A request to next-auth as it may be handed on. */
export interface AuthRequest {
  url: URL;
  method: string;
  headers: Headers;
  body: string | undefined;
}

/** An answer in which nothing is left of what went wrong but one of the words that the sign-in page knows. */
function withPlainErrors(answer: Response, asked: AuthRequest): Response {
  const location = answer.headers.get("location");
  if (location === null) return answer;
  const target = new URL(location, env().nextAuthUrl);
  const isOurs = target.origin === new URL(env().nextAuthUrl).origin;
  if (!isOurs || !target.searchParams.has("error")) return answer;
  const denied = asked.url.searchParams.get("error") === "access_denied";
  const unavailable = target.searchParams.get("error") === "OAuthSignin";
  const word = denied ? "denied" : unavailable ? "unavailable" : "failed";
  answer.headers.set("location", `/sign-in?error=${word}`);
  return answer;
}

/** Only what the console itself asks the identity provider for reaches it: next-auth hands on any parameter. */
function cleanAddress(url: URL, action: string): URL {
  const clean = new URL(url);
  if (action !== "POST signin/oidc") return clean;
  const isFresh = url.searchParams.get("fresh") === "1";
  clean.search = isFresh ? "?prompt=login&max_age=0" : "";
  return clean;
}

async function readForm(request: Request): Promise<string> {
  if (contentType(request) !== "application/x-www-form-urlencoded") {
    throw new AppError("unsupported_media_type", "Send the body as a form, urlencoded.");
  }
  return readLimited(request, mostFormBytes);
}

/** Whoever tries to sign in by this request; null: it is no such try. */
function tryingBy(action: string, body: string | undefined): Trying | null {
  const address = requestUnderWay()?.address ?? null;
  if (action === "GET callback/oidc") return { account: null, address };
  if (action !== "POST callback/practice") return null;
  return { account: new URLSearchParams(body).get("email") ?? "", address };
}

async function refuseTooMany(trying: Trying): Promise<void> {
  const waitMs = await takeSignIn(trying);
  if (waitMs === 0) return;
  throw new AppError(
    "too_many_requests",
    "Too many sign-ins have failed. Wait a little and try again.",
    [],
    waitMs,
  );
}

function asError(error: unknown, requestId: string): AppError {
  const known = error instanceof AppError ? error : translateDatabaseError(error);
  if (known === null) log().error({ requestId, err: error }, "sign-in failed");
  return known ?? new AppError("internal", `The request failed. Its id is ${requestId}.`);
}

/** What went wrong, in the form that whoever asks can use: people who come back from the provider get a page. */
function refusal(request: Request, error: AppError, requestId: string): Response {
  const isReturn = request.method === "GET" && new URL(request.url).pathname.includes("/callback/");
  if (!isReturn) return problemResponse(error, requestId);
  const word = error.code === "too_many_requests" ? "limited" : "unavailable";
  return new Response(null, {
    status: 303,
    headers: { location: `/sign-in?error=${word}`, "x-request-id": requestId },
  });
}

/**
 * A handler for next-auth, which answers only what is open, to the console's own pages, and as often as the
 * allowances let it.
 *
 * @param answer hands the request on to next-auth
 */
export function authRoute(answer: (asked: AuthRequest, attempt: Attempt) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    const requestId = randomUUID();
    try {
      const url = new URL(request.url);
      const action = `${request.method} ${url.pathname.split("/").slice(3).join("/")}`;
      refuseForeignHost(request, env());
      if (!open.includes(action)) {
        throw new AppError("not_found", "The console has nothing at this address.");
      }
      const changes = request.method === "POST";
      if (changes) refuseForeignOrigin(request, env().nextAuthUrl);
      const body = changes ? await readForm(request) : undefined;
      const trying = tryingBy(action, body);
      if (trying !== null) await refuseTooMany(trying);
      const attempt: Attempt = {
        requestId,
        userAgent: request.headers.get("user-agent"),
        sessionId: await sessionIdIn(request),
        ...{ personId: null, authenticatedAt: null, failure: null, refused: false },
      };
      const { method, headers } = request;
      const asked = { url: cleanAddress(url, action), method, headers, body };
      const response = await answer(asked, attempt);
      if (attempt.failure !== null)
        return refusal(request, asError(attempt.failure, requestId), requestId);
      // Whom the provider vouched for has guessed nothing, even where they may not do anything here.
      if (trying !== null && (attempt.personId !== null || attempt.refused))
        await giveBackSignIn(trying);
      response.headers.set("x-request-id", requestId);
      return withPlainErrors(response, asked);
    } catch (error) {
      return refusal(request, asError(error, requestId), requestId);
    }
  };
}
