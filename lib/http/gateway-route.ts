import { randomUUID } from "node:crypto";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { nothingBeside, type ReadBeside } from "@/lib/auth/read-token";
import type { TokenActor } from "@/lib/schemas/actor";
import {
  type CloudflareError,
  GatewayError,
  gatewayError,
  noRoute,
} from "@/lib/schemas/cloudflare-error";
import { AppError, errorStatus, type ErrorCode } from "@/lib/schemas/errors";
import { identifyServiceBeside } from "./identify";
import { retryAfter } from "./problem";
import { refuseForeignHost } from "./read-request";
import { translateDatabaseError } from "./translate-database-error";

interface Context {
  /** Next gives undefined where the address has no parameters. */
  params: Promise<Record<string, string | string[] | undefined> | undefined>;
}

/** What a handler answers: the envelope of Cloudflare's API, or what goes into a successful one. */
export interface EnvelopeAnswer {
  status?: number;
  envelope: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** A parameter of the address; empty when it has none such. */
type Param = (name: string) => string;

interface GatewayInput<Beside> {
  service: TokenActor;
  /** The row that was read along with the token; null: there is none. */
  beside: Beside | null;
  param: Param;
  request: Request;
  url: URL;
}

const wrapped = new WeakSet();

/** Whether gatewayRoute() made this handler. */
export function isGatewayRoute(handler: unknown): boolean {
  return typeof handler === "function" && wrapped.has(handler);
}

/** Cloudflare's codes for what goes wrong before a purge is looked at; others get the console's own. */
const codes: Partial<Record<ErrorCode, number>> = { not_signed_in: 10000, too_many_requests: 971 };
const statuses: Partial<Record<ErrorCode, number>> = {
  // As Cloudflare answers a token that is none.
  not_signed_in: 403,
  // Clients try a 409 again by themselves, and it would be refused again.
  idempotency_conflict: 422,
};

function asGatewayError(error: unknown, requestId: string, path: string): GatewayError {
  if (error instanceof GatewayError) return error;
  const known = error instanceof AppError ? error : translateDatabaseError(error);
  if (known === null) log().error({ requestId, path, err: error }, "request failed");
  const { code, message, retryAfterMs } =
    known ?? new AppError("internal", `The request failed. Its id is ${requestId}.`);
  const status = statuses[code] ?? errorStatus[code];
  const words = code === "not_signed_in" ? `Authentication error: ${message}` : message;
  return new GatewayError(
    status,
    [{ code: codes[code] ?? 10000 + status, message: words }],
    retryAfterMs,
  );
}

function refusal(error: GatewayError, requestId: string): Response {
  const errors: readonly CloudflareError[] = error.errors;
  return Response.json(
    { success: false, errors, messages: [], result: null },
    {
      status: error.status,
      headers: {
        "cache-control": "no-store",
        "x-request-id": requestId,
        ...retryAfter(error.retryAfterMs),
      },
    },
  );
}

/**
 * A handler that answers as Cloudflare's API v4 does, for services that bear a token: the envelope, also when
 * it refuses, and Cloudflare's codes.
 *
 * @param readBeside the statement for the row that the answer needs of the address; absent: it needs none
 */
export function gatewayRoute<Beside = never>(
  answer: (input: GatewayInput<Beside>) => Promise<EnvelopeAnswer>,
  readBeside: (param: Param) => ReadBeside = () => nothingBeside,
) {
  const handler = async (request: Request, context: Context): Promise<Response> => {
    const requestId = randomUUID();
    const url = new URL(request.url);
    try {
      refuseForeignHost(request, env());
      const params = (await context.params) ?? {};
      const param = (name: string) => [params[name] ?? ""].flat().join("/");
      const found = await identifyServiceBeside<Beside>(request, requestId, readBeside(param));
      const {
        envelope,
        status = 200,
        headers = {},
      } = await answer({ ...found, param, request, url });
      return Response.json(envelope, {
        status,
        headers: { "cache-control": "no-store", "x-request-id": requestId, ...headers },
      });
    } catch (error) {
      return refusal(asGatewayError(error, requestId, url.pathname), requestId);
    }
  };
  wrapped.add(handler);
  return handler;
}

/** The envelope of a success. */
export function successEnvelope(result: unknown, more: Record<string, unknown> = {}) {
  return { success: true, errors: [], messages: [], result, ...more };
}

/** For the methods that an address does not have. */
export const noSuchMethod = gatewayRoute(() =>
  Promise.reject(gatewayError(405, 10405, "Method not allowed")),
);

/** For every address of Cloudflare's API that the console does not serve. */
export const notRouted = gatewayRoute(({ url }) => Promise.reject(noRoute(url.pathname)));
