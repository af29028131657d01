import { BaseCache } from "cloudflare/resources/cache/cache";
import { createClient } from "cloudflare/tree-shakable";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import type { CallResult, PurgeCall } from "../purge-call";
import { readFileTarget } from "../file-target";
import { classifyAnswer, type HttpAnswer } from "./classify-answer";

/** The longest that one call may take in all, in milliseconds. */
const callTimeoutMs = 10_000;
/** Cloudflare's answers have some hundred bytes. */
const maxAnswerBytes = 64 * 1024;

const noAnswer = {
  limited: false,
  blame: "account",
  httpStatus: null,
  errors: [],
  cfRay: null,
  retryAfterMs: null,
} satisfies Partial<CallResult>;

async function readBody(response: Response): Promise<string | null> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxAnswerBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * A fetch for the official client that keeps the whole answer: the client throws away the errors of
 * a 200 with success: false, and reads the body of an error however long it is.
 */
function recordingFetch(stop: AbortSignal | undefined) {
  let answer: HttpAnswer | null = null;
  const limit = AbortSignal.timeout(callTimeoutMs);
  const signal = stop === undefined ? limit : AbortSignal.any([limit, stop]);
  return {
    answer: () => answer,
    fetch: async (url: string | URL | Request, init?: RequestInit) => {
      const response = await fetch(url, { ...init, signal, redirect: "manual" });
      const body = await readBody(response);
      answer = { status: response.status, headers: response.headers, body };
      return new Response(body === "" ? null : body, {
        status: response.status,
        headers: { "content-type": "application/json" },
      });
    },
  };
}

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
): Promise<unknown> {
  if (environment === null) {
    return method === "purge" ? cache.purge(parameters) : cache.invalidate(parameters);
  }
  return method === "purge"
    ? cache.purgeEnvironment(environment, parameters)
    : cache.invalidateEnvironment(environment, parameters);
}

/** The client wraps what fetch threw: the time-out is somewhere down the chain of causes. */
function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "TimeoutError" || isTimeout(error.cause);
}

function withoutAnswer(error: unknown): CallResult {
  const timedOut = isTimeout(error);
  return {
    ...noAnswer,
    outcome: "unknown",
    code: timedOut ? "timeout" : "no answer",
    message: timedOut
      ? `Cloudflare did not answer within ${callTimeoutMs / 1000} seconds. It may have carried the purge out.`
      : "The connection to Cloudflare failed before an answer came. It may have carried the purge out.",
  };
}

/**
 * Makes one call to Cloudflare's purge or invalidate endpoint, through its official client. Its own
 * retries are off: they would be invisible, and it sleeps as long as Retry-After says.
 *
 * @param stop ends the wait for an answer, which is unknown then
 * @returns what came of it; never throws for an answer or the lack of one
 */
export async function sendPurge(call: PurgeCall, stop?: AbortSignal): Promise<CallResult> {
  const { baseUrl, token } = env().cloudflare;
  if (token === null) {
    return {
      ...noAnswer,
      outcome: "permanent",
      code: "no token",
      message: "Nothing was sent: no CLOUDFLARE_API_TOKEN is configured.",
    };
  }
  const recording = recordingFetch(stop);
  const client = createClient({
    resources: [BaseCache],
    apiToken: token,
    baseURL: baseUrl,
    maxRetries: 0,
    // Longer than the recording's own limit, which covers the body too.
    timeout: callTimeoutMs * 2,
    logLevel: "off",
    fetch: recording.fetch,
  });
  const parameters = { zone_id: call.zoneId, ...selectorOf(call) };
  try {
    await callEndpoint(client.cache, call, parameters);
  } catch (error) {
    if (recording.answer() === null) return withoutAnswer(error);
  }
  const answer = recording.answer();
  return answer === null ? withoutAnswer(null) : classifyAnswer(answer, now());
}
