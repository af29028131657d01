import { randomUUID } from "node:crypto";
import * as z from "zod";
import { authorize } from "@/lib/audit/authorize";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import type { Actor, Caller } from "@/lib/schemas/actor";
import { AppError, type ErrorCode } from "@/lib/schemas/errors";
import { may, type Permission } from "@/lib/schemas/permissions";
import { identifyCaller, identifyPerson } from "./identify";
import { problemResponse } from "./problem";
import {
  hasBody,
  ignored,
  parsePart,
  queryObject,
  readJsonBody,
  refuseForeignHost,
  refuseForeignOrigin,
} from "./read-request";
import { StreamedAnswer } from "./streamed-answer";
import { translateDatabaseError } from "./translate-database-error";

interface RouteSpec<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
  T extends boolean,
> {
  /** What it is for, in one line of the contract. */
  summary: string;
  /** What success answers; noAnswer: nothing ever succeeds here, and the contract leaves it out. */
  answer: A;
  /** What it may refuse with beyond what follows from its parts (lib/http/openapi/possible-errors.ts). */
  errors?: readonly ErrorCode[];
  /** Headers that it needs, each with its schema; the handler reads them from `headers`. */
  headers?: Record<string, z.ZodType>;
  /** Whether services may use it too, by their token. */
  tokens?: T;
  /** The least that any use of this route needs. The use case checks what it needs itself. */
  access: Permission;
  /** Whose history has it when somebody is refused at the door; absent: the route's alone. */
  about?: (params: z.output<P>) => { kind: string; id: string };
  params: P;
  query: Q;
  body: B;
  /** How the body is read; JSON when absent. */
  read?: (request: Request) => Promise<unknown>;
  /** For the contract, where a body is not JSON alone, or its items are held to their schema one by one. */
  described?: { types: readonly string[]; body: z.ZodType };
  /** For the contract, where the answer is a stream: its content types, each with what it holds. */
  streams?: Record<string, string>;
  /** The status of success. */
  status?: number;
  handler: (input: {
    actor: T extends true ? Caller : Actor;
    params: z.output<P>;
    query: z.output<Q>;
    body: z.output<B>;
    headers: Headers;
    /** Asks again whether the caller still may: for answers that go on for long. */
    stillMay: () => Promise<boolean>;
  }) => Promise<z.output<A>>;
}

interface Context {
  /** Next gives undefined where the address has no parameters. */
  params: Promise<Record<string, string | string[] | undefined> | undefined>;
}

/** What the contract tells of a route. */
export type RouteContract = Omit<
  RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType, boolean>,
  "handler" | "about"
>;

/** For routes that only refuse. */
export const noAnswer = z.never();

const wrapped = new WeakMap<object, RouteContract>();

/** Whether route() made this handler: a test walks app/api with it. */
export function isRoute(handler: unknown): boolean {
  return typeof handler === "function" && wrapped.has(handler);
}

/** What a handler was made with; null: route() did not make it, or it only refuses. */
export function contractOf(handler: unknown): RouteContract | null {
  const spec = typeof handler === "function" ? wrapped.get(handler) : undefined;
  return spec === undefined || spec.answer === noAnswer ? null : spec;
}

function checkHeaders(request: Request, schemas: Record<string, z.ZodType>): void {
  for (const [name, schema] of Object.entries(schemas)) {
    parsePart(schema, request.headers.get(name) ?? undefined, name);
  }
}

function asAppError(error: unknown, requestId: string, request: Request): AppError {
  if (error instanceof AppError) return error;
  const translated = translateDatabaseError(error);
  log()[translated === null ? "error" : "warn"](
    { requestId, method: request.method, path: new URL(request.url).pathname, err: error },
    "request failed",
  );
  return translated ?? new AppError("internal", `The request failed. Its id is ${requestId}.`);
}

/** Only a clear no is one: while the database does not answer, or a token's calls are used up, nothing is known. */
async function stillMay(identify: () => Promise<Caller>, access: Permission): Promise<boolean> {
  try {
    return may(await identify(), access);
  } catch (error) {
    return !(error instanceof AppError && error.code === "not_signed_in");
  }
}

/**
 * The only way to make an API handler. In this order: request id, origin, identity, permission, parsing,
 * handler, response. The only place that catches.
 */
export function route<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
  T extends boolean = false,
>(spec: RouteSpec<P, Q, B, A, T>) {
  const handler = async (request: Request, context: Context): Promise<Response> => {
    const requestId = randomUUID();
    try {
      const reads = request.method === "GET" || request.method === "HEAD";
      // A DELETE that needs no body may come without one.
      const isEmpty = request.method === "DELETE" && !hasBody(request);
      const bodiless = reads || isEmpty || (spec.body as unknown) === ignored;
      refuseForeignHost(request, env());
      const byToken = spec.tokens === true && request.headers.has("authorization");
      // No site can have a browser send a token that it does not know.
      if (!reads && !byToken) refuseForeignOrigin(request, env().nextAuthUrl);
      const identify = spec.tokens === true ? identifyCaller : identifyPerson;
      const actor = (await identify(request, requestId)) as T extends true ? Caller : Actor;
      const url = new URL(request.url);
      const read = spec.read ?? readJsonBody;
      const address = (await context.params) ?? {};
      const named = spec.about === undefined ? null : spec.params.safeParse(address);
      const place = { kind: "route", id: `${request.method} ${url.pathname}` };
      await authorize(actor, spec.access, {
        action: "access.refuse",
        subject: named?.success === true ? (spec.about?.(named.data) ?? place) : place,
        summary: `${actor.name} was refused ${request.method} ${url.pathname}`,
      });
      const params = parsePart(spec.params, address, "address");
      const query = parsePart(spec.query, queryObject(url), "query");
      const body = parsePart(spec.body, bodiless ? {} : await read(request), "body");
      checkHeaders(request, spec.headers ?? {});
      const answer = await spec.handler({
        ...{ actor, params, query, body, headers: request.headers },
        stillMay: () => stillMay(() => identify(request, requestId), spec.access),
      });
      const headers = { "cache-control": "no-store", "x-request-id": requestId };
      if (answer instanceof StreamedAnswer) return answer.toResponse(headers);
      return Response.json(answer, { status: spec.status ?? 200, headers });
    } catch (error) {
      return problemResponse(asAppError(error, requestId, request), requestId);
    }
  };
  wrapped.set(handler, spec);
  return handler;
}
