import { BaseCache } from "cloudflare/resources/cache/cache";
import { createClient } from "cloudflare/tree-shakable";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { withoutSecrets } from "@/lib/platform/secrets";
import { readFileTarget } from "../file-target";
import type { CallResult, PurgeCall } from "../purge-call";
import { classifyAnswer } from "./classify-answer";
import { exchangeHttp, type HttpAnswer, type NoAnswer } from "./http-exchange";

/** How long a call may take. */
export interface PurgeLimits {
  /** In all, in milliseconds. */
  totalMs: number;
  /** Ends the wait for an answer, which is unknown then. */
  stop?: AbortSignal;
}

/** The longest that connecting may take, in milliseconds. */
const connectTimeoutMs = 5_000;

const nothingSaid = {
  limited: false,
  blame: "account",
  httpStatus: null,
  errors: [],
  cfRay: null,
  retryAfterMs: null,
} satisfies Partial<CallResult>;

function selectorOf({ kind, targets }: PurgeCall) {
  switch (kind) {
    case "everything":
      return { purge_everything: true };
    case "tags":
      return { tags: targets };
    case "files":
      return { files: targets.map(readFileTarget) };
    case "prefixes":
      return { prefixes: targets };
    case "hosts":
      return { hosts: targets };
  }
}

async function callEndpoint(
  cache: BaseCache,
  { method, environment }: PurgeCall,
  parameters: { zone_id: string } & ReturnType<typeof selectorOf>,
): Promise<void> {
  const called =
    environment === null
      ? cache[method](parameters)
      : cache[`${method}Environment`](environment, parameters);
  // What came was kept by fetch: there is nothing to parse.
  await called.asResponse();
}

/**
 * Has the official client build the request, and makes the call itself: the client loses the errors of a
 * 200 with success: false, reads an answer however long it is, and repeats the call behind our back.
 */
async function callCloudflare(
  call: PurgeCall,
  { baseUrl, token }: { baseUrl: string; token: string },
  limits: PurgeLimits,
): Promise<HttpAnswer | NoAnswer> {
  let answer: HttpAnswer | NoAnswer | undefined;
  const client = createClient({
    resources: [BaseCache],
    apiToken: token,
    // Named, or the client takes other credentials and log settings from the environment.
    apiKey: null,
    apiEmail: null,
    userServiceKey: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: limits.totalMs * 2,
    logLevel: "off",
    fetch: async (url, init) => {
      const { method = "POST", headers, body } = init ?? {};
      answer = await exchangeHttp(
        new URL(url instanceof Request ? url.url : url),
        { method, headers: new Headers(headers), body: typeof body === "string" ? body : "" },
        { connectMs: Math.min(connectTimeoutMs, limits.totalMs), ...limits },
      );
      return new Response(null);
    },
  });
  await callEndpoint(client.cache, call, { zone_id: call.zoneId, ...selectorOf(call) });
  if (answer === undefined) throw new Error("The client made no call");
  return answer;
}

function withoutAnswer({ fault, connected, networkCode }: NoAnswer, totalMs: number): CallResult {
  if (!connected) {
    const why =
      fault === "stopped" ? "the console was shut down" : (networkCode ?? "no connection in time");
    return {
      ...nothingSaid,
      outcome: "transient",
      code: "no connection",
      message: `Cloudflare could not be reached (${why}). Nothing was sent.`,
      ...(fault === "stopped" ? { stopped: true } : {}),
    };
  }
  const mayBe = "It may have carried the purge out.";
  const unknown = { ...nothingSaid, outcome: "unknown" } as const;
  if (fault === "stopped") {
    const message = `The console was shut down before Cloudflare answered. ${mayBe}`;
    return { ...unknown, stopped: true, code: "shut down", message };
  }
  if (fault === "timeout") {
    const message = `Cloudflare did not answer within ${totalMs / 1000} seconds. ${mayBe}`;
    return { ...unknown, code: "timeout", message };
  }
  const message = `The connection to Cloudflare broke before an answer came. ${mayBe}`;
  return { ...unknown, code: "no answer", message };
}

/**
 * Makes one call to Cloudflare's purge or invalidate endpoint.
 *
 * @returns what came of it; never throws for an answer or the lack of one
 */
export async function sendPurge(call: PurgeCall, limits: PurgeLimits): Promise<CallResult> {
  const { baseUrl, token } = env().cloudflare;
  if (token === null) {
    return {
      ...nothingSaid,
      outcome: "permanent",
      code: "no token",
      message: "Nothing was sent: no CLOUDFLARE_API_TOKEN is configured.",
    };
  }
  const answer = await callCloudflare(call, { baseUrl, token }, limits);
  if (answer.status === null) return withoutAnswer(answer, limits.totalMs);
  const result = classifyAnswer(answer, { now: now(), hide: withoutSecrets });
  return answer.fault === "stopped" ? { ...result, stopped: true } : result;
}
