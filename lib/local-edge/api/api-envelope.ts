import type { ServerResponse } from "node:http";
import { createRay } from "../http/cloudflare-ray";
import type { BudgetAnswer } from "./purge-budget";

export interface ApiError {
  code: number;
  message: string;
}

/** An answer of the API before it is written: Cloudflare's v4 envelope and what goes around it. */
export interface ApiAnswer {
  status: number;
  errors: readonly ApiError[];
  messages?: readonly ApiError[];
  result: unknown;
  /** Extra members beside the four of the envelope, such as result_info. */
  extra?: Record<string, unknown>;
  budget?: BudgetAnswer;
  retryAfterSeconds?: number;
}

/** The API answers from one place; purges reach every data centre. */
export const API_COLO = "FRA";

/** The global limit's figures (API limits page: 1,200 requests in 5 minutes); it is not enforced. */
const GLOBAL_BUDGET = { remaining: 1199, capacity: 1200, windowSeconds: 300, waitSeconds: 0 };

/** A failed answer with one error and result null. */
export function apiFailure(status: number, code: number, message: string): ApiAnswer {
  return { status, errors: [{ code, message }], result: null };
}

/** A successful answer. */
export function apiSuccess(result: unknown): ApiAnswer {
  return { status: 200, errors: [], result };
}

/** 7003 and 7000 come together for an unknown route and for an id that names no zone. */
export function noRoute(path: string): ApiAnswer {
  return {
    status: 404,
    errors: [
      {
        code: 7003,
        message: `Could not route to ${path}, perhaps your object identifier is invalid?`,
      },
      { code: 7000, message: "No route for that URI" },
    ],
    result: null,
  };
}

/**
 * The headers that every API answer carries: cf-ray, and Ratelimit and Ratelimit-Policy (changelog
 * 2025-09-03). On a purge they describe the purge bucket; Cloudflare does not say which limit they
 * describe there. Retry-After (whole seconds) only when the answer has one.
 */
export function apiHeaders(answer: ApiAnswer, ray: string): Record<string, string> {
  const budget = answer.budget ?? GLOBAL_BUDGET;
  return {
    "CF-Ray": ray,
    "Cache-Control": "no-store",
    Server: "practice-edge",
    Ratelimit: `"default";r=${budget.remaining};t=${budget.waitSeconds || budget.windowSeconds}`,
    "Ratelimit-Policy": `"burst";q=${budget.capacity};w=${budget.windowSeconds}`,
    ...(answer.retryAfterSeconds === undefined
      ? {}
      : { "Retry-After": String(answer.retryAfterSeconds) }),
  };
}

/** Writes the envelope; success is false as soon as there is one error, whatever the status. */
export function sendApiAnswer(
  response: ServerResponse,
  answer: ApiAnswer,
  ray = createRay(API_COLO),
): void {
  const success = answer.status < 400 && answer.errors.length === 0;
  const envelope = {
    result: answer.result,
    success,
    errors: answer.errors,
    messages: answer.messages ?? [],
    ...answer.extra,
  };
  response
    .writeHead(answer.status, {
      ...apiHeaders(answer, ray),
      "Content-Type": "application/json",
      ...(answer.status === 413 ? { Connection: "close" } : {}),
    })
    .end(JSON.stringify(envelope));
}
