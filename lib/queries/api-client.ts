import type { ErrorCode, InvalidField, Problem } from "@/lib/schemas/errors";
import { isPersonPresent, notePresenceTold } from "./presence";

const base = "/api/v1";

/** A request that did not work, with words for people. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** What the server said, when it spoke problem+json. */
    readonly problem: Problem | null,
    readonly requestId: string | null,
  ) {
    super(message);
    this.name = "ApiError";
  }

  get code(): ErrorCode | "no_answer" | "not_understood" {
    if (this.status === 0) return "no_answer";
    return this.problem?.code ?? "not_understood";
  }

  /** The invalid fields, by path. */
  get fields(): InvalidField[] {
    return this.problem?.errors ?? [];
  }
}

export type QueryValue = string | number | null | undefined;

/** The address of a part of the API; empty query values are left out. */
export function address(path: string, query: Record<string, QueryValue>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  const text = search.toString();
  return `${base}${path}${text === "" ? "" : `?${text}`}`;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = isProblem(body) ? body : null;
  const requestId = problem?.requestId ?? response.headers.get("x-request-id");
  const message =
    problem?.detail ??
    `The console answered with HTTP ${response.status} and no explanation. Try again in a moment.`;
  return new ApiError(message, response.status, problem, requestId);
}

async function request(url: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  const headers = new Headers(init.headers);
  if (isPersonPresent()) {
    headers.set("x-person-present", "1");
    notePresenceTold();
  }
  try {
    response = await fetch(url, { credentials: "same-origin", ...init, headers });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(
      "No answer from the console. It may be restarting, or this machine is offline.",
      0,
      null,
      null,
    );
  }
  if (!response.ok) throw await readError(response);
  return await response.json();
}

/** The sign-in page, which comes back to where one is now. */
export function signInAddress(): string {
  const here = `${window.location.pathname}${window.location.search}`;
  return `/sign-in?callbackUrl=${encodeURIComponent(here)}`;
}

/** The same for who is signed in already and has to show once more who they are. */
export function signInAgainAddress(): string {
  return `${signInAddress()}&fresh=1`;
}

/**
 * Reads from the API. `path` begins behind /api/v1; empty query values are left out. Throws ApiError.
 * When the session has ended the browser goes to the sign-in page and comes back here.
 */
export async function apiGet<T>(
  path: string,
  query: Record<string, QueryValue> = {},
  options: { signal?: AbortSignal | undefined } = {},
): Promise<T> {
  try {
    const init = options.signal === undefined ? {} : { signal: options.signal };
    return (await request(address(path, query), init)) as T;
  } catch (error) {
    if (error instanceof ApiError && error.code === "not_signed_in")
      window.location.assign(signInAddress());
    throw error;
  }
}

/**
 * Asks the API for a change. Throws ApiError, also when the session has ended: going to the sign-in
 * page by itself would lose what was typed, so ProblemNotice offers the way there in another tab.
 */
export function apiPost<T>(path: string, body: unknown, options: Options = {}): Promise<T> {
  return send<T>("POST", path, body, options);
}

/** As apiPost(), for what replaces something. */
export function apiPut<T>(path: string, body: unknown): Promise<T> {
  return send<T>("PUT", path, body, {});
}

interface Options {
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

async function send<T>(
  method: "POST" | "PUT",
  path: string,
  body: unknown,
  options: Options,
): Promise<T> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
  const init: RequestInit = { method, headers, body: JSON.stringify(body) };
  if (options.signal !== undefined) init.signal = options.signal;
  return (await request(address(path, {}), init)) as T;
}

async function csrfToken(): Promise<string> {
  const answer = (await request("/api/auth/csrf", {})) as { csrfToken: string };
  return answer.csrfToken;
}

/** A form post to next-auth, which speaks its own format and not the API's. */
async function postAuth(path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ csrfToken: await csrfToken(), json: "true", ...fields });
  try {
    return await fetch(`/api/auth${path}`, { method: "POST", body, credentials: "same-origin" });
  } catch {
    throw new ApiError("No answer from the console. Is it still running?", 0, null, null);
  }
}

/** Signs in as one of the practice people. Throws ApiError. */
export async function signInForPractice(email: string): Promise<void> {
  const response = await postAuth("/callback/practice", { email, callbackUrl: "/" });
  if (response.ok) return;
  const error = await readError(response);
  // next-auth answers 401 when it refuses, and says nothing.
  if (error.status !== 401) throw error;
  throw new ApiError(
    `The console did not sign ${email} in. The person may be disabled, or practice sign-in is off.`,
    401,
    null,
    response.headers.get("x-request-id"),
  );
}

/**
 * Where the browser has to go to sign in at the identity provider. Throws ApiError.
 *
 * @param callbackUrl where it comes back to
 * @param fresh whether who is signed in there already has to show once more who they are
 */
export async function providerAddress(callbackUrl: string, fresh: boolean): Promise<string> {
  const response = await postAuth(`/signin/oidc${fresh ? "?fresh=1" : ""}`, { callbackUrl });
  if (!response.ok) throw await readError(response);
  const { url } = (await response.json()) as { url: string };
  // next-auth answers with an address of its own where it could not ask the provider.
  if (new URL(url).searchParams.has("error")) {
    const said =
      "The identity provider did not answer. Nobody can sign in by it while it does not.";
    throw new ApiError(said, 502, null, response.headers.get("x-request-id"));
  }
  return url;
}

/** Ends the session. Throws ApiError. */
export async function signOut(): Promise<void> {
  const response = await postAuth("/signout", { callbackUrl: "/sign-in" });
  if (!response.ok)
    throw new ApiError("Signing out did not work. Try again.", response.status, null, null);
}

type Heard = (message: MessageEvent) => void;

/** What the stream of changes tells. */
interface EventHooks {
  ready: Heard;
  purge: Heard;
  reset: Heard;
  beat: Heard;
  /** over: the answer was no stream, and the browser does not try again; else it comes back by itself. */
  lost: (over: boolean) => void;
}

/**
 * Opens the stream of changes. The browser says by itself where it was when it comes back; a new stream
 * says it with `after`.
 */
export function openEvents(after: string | null, hooks: EventHooks): EventSource {
  const source = new EventSource(address("/events", { after }));
  for (const name of ["ready", "purge", "reset", "beat"] as const)
    source.addEventListener(name, hooks[name]);
  source.addEventListener("error", () => hooks.lost(source.readyState === EventSource.CLOSED));
  return source;
}
