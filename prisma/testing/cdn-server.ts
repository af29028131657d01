import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A purge or invalidation as the server received it. */
export interface CdnCall {
  /** Milliseconds since 1970, when the request was there with its body. */
  at: number;
  zoneId: string;
  targets: string[];
  status: number;
}

export interface CdnOptions {
  /** The token bucket that is enforced; absent: no limit. Requests by files count a token a URL. */
  bucket?: { size: number; perSecond: number };
  /** How long an answer takes, in milliseconds. */
  latencyMs?: number;
  /** The answer to a call that the bucket lets through; absent: accepted. */
  answer?: (call: Omit<CdnCall, "status">) => {
    status: number;
    body?: unknown;
    headers?: Record<string, string>;
  };
}

export interface CdnServer {
  url: string;
  calls: CdnCall[];
  options: CdnOptions;
  close: () => Promise<void>;
}

const accepted = { success: true, errors: [], messages: [], result: { id: "0" } };
const limited = {
  success: false,
  errors: [{ code: 1134, message: "Unable to purge, rate limit reached." }],
  messages: [],
  result: null,
};

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
}

function targetsOf(body: Record<string, unknown>): string[] {
  const [value] = Object.values(body);
  if (!Array.isArray(value)) return [];
  return value.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
}

/**
 * A server that speaks Cloudflare's purge API over a socket and enforces a token bucket as Cloudflare
 * documents it: full at first, refilled steadily, 429 with code 1134 and Retry-After when empty.
 */
export async function startCdnServer(options: CdnOptions = {}): Promise<CdnServer> {
  const calls: CdnCall[] = [];
  let tokens = options.bucket?.size ?? 0;
  let filledAt = performance.now();

  const take = (cost: number): boolean => {
    const { bucket } = options;
    if (bucket === undefined) return true;
    const now = performance.now();
    tokens = Math.min(bucket.size, tokens + ((now - filledAt) / 1000) * bucket.perSecond);
    filledAt = now;
    if (tokens < cost - 1e-9) return false;
    tokens -= cost;
    return true;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readJson(request);
    const call = {
      at: performance.timeOrigin + performance.now(),
      zoneId: /\/zones\/([^/]+)\//.exec(request.url ?? "")?.[1] ?? "",
      targets: targetsOf(body),
    };
    const isFree = take("files" in body ? call.targets.length : 1);
    const {
      status,
      body: said = accepted,
      headers = {},
    } = isFree
      ? (options.answer?.(call) ?? { status: 200 })
      : { status: 429, body: limited, headers: { "retry-after": "1" } };
    calls.push({ ...call, status });
    if (options.latencyMs !== undefined)
      await new Promise((done) => setTimeout(done, options.latencyMs));
    response.writeHead(status, {
      "content-type": "application/json",
      "cf-ray": "0-TST",
      ...headers,
    });
    response.end(JSON.stringify(said));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/client/v4`,
    calls,
    options,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
