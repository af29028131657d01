import { setMaxListeners } from "node:events";
import http from "node:http";
import https from "node:https";
import zlib from "node:zlib";

/** Why there is no whole answer. */
export type Fault = "timeout" | "broken off" | "too large" | "unreadable" | "stopped";

/** An answer whose status and headers came. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** The body as text; null when it did not come whole, or not in a form that can be read. */
  body: string | null;
  fault: Fault | null;
}

/** No answer. */
export interface NoAnswer {
  status: null;
  fault: Fault;
  /** Whether there was a connection: without one nothing was sent. */
  connected: boolean;
  /** The network's own code, such as ECONNREFUSED. */
  networkCode: string | null;
}

/** How long to wait, in milliseconds, and for what. */
export interface CallLimits {
  /** Until there is a connection. */
  connectMs: number;
  /** For everything, to the end of the answer. */
  totalMs: number;
  /** Ends the wait at once. */
  stop?: AbortSignal;
  /** The largest answer that is read, in bytes; absent: what an answer to a purge needs. */
  maxBytes?: number;
}

interface HttpCall {
  method: string;
  headers: Headers;
  body: string;
}

/** Cloudflare's answers have some hundred bytes. */
const maxAnswerBytes = 64 * 1024;
/** A connection that was idle for longer is not used again: the other side may be closing it just then. */
const idleMs = 4_000;

const agents = {
  "http:": new http.Agent({ keepAlive: true, timeout: idleMs }),
  "https:": new https.Agent({ keepAlive: true, timeout: idleMs }),
};

class Interrupted extends Error {
  constructor(readonly fault: Fault) {
    super(fault);
  }
}

/** All headers that came, also those that Node would keep once only, such as Retry-After. */
function readHeaders({ rawHeaders }: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    try {
      headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
    } catch {
      // Not a header that fetch would have.
    }
  }
  return headers;
}

const decoders: Record<string, (bytes: Buffer, maxOutputLength: number) => Buffer> = {
  "": (bytes) => bytes,
  identity: (bytes) => bytes,
  gzip: (bytes, maxOutputLength) => zlib.gunzipSync(bytes, { maxOutputLength }),
  deflate: (bytes, maxOutputLength) => zlib.inflateSync(bytes, { maxOutputLength }),
  br: (bytes, maxOutputLength) => zlib.brotliDecompressSync(bytes, { maxOutputLength }),
};

function decode(bytes: Buffer, encoding: string, maxBytes: number): string {
  const decoder = decoders[encoding.trim().toLowerCase()];
  if (decoder === undefined) throw new Interrupted("unreadable");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(decoder(bytes, maxBytes));
  } catch (error) {
    const isBomb = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new Interrupted(isBomb ? "too large" : "unreadable");
  }
}

async function readBody(response: http.IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new Interrupted("too large");
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks), response.headers["content-encoding"] ?? "", maxBytes);
}

/** One HTTP call under way, with what is known of it so far. */
class Exchange {
  connected = false;
  head: Pick<HttpAnswer, "status" | "headers"> | null = null;
  interrupted: Fault | null = null;
  private readonly request: http.ClientRequest;
  private readonly response: Promise<http.IncomingMessage>;

  constructor(url: URL, { method, headers, body }: HttpCall) {
    const secure = url.protocol === "https:";
    this.request = (secure ? https : http).request(url, {
      method,
      agent: agents[secure ? "https:" : "http:"],
      // Not compressed: a small answer can then not become a large one.
      headers: { ...Object.fromEntries(headers), "accept-encoding": "identity" },
    });
    this.response = new Promise((resolve, reject) => {
      this.request.once("response", resolve);
      // Stays: an error that comes after another must not end the process.
      this.request.on("error", reject);
      // The only sign that is left after "101 Switching Protocols".
      this.request.once("close", () => {
        reject(new Interrupted("broken off"));
      });
    });
    this.request.once("socket", (socket) => {
      if (socket.connecting) {
        socket.once(secure ? "secureConnect" : "connect", () => (this.connected = true));
      } else {
        this.connected = true;
      }
    });
    this.request.end(body);
  }

  interrupt(fault: Fault): void {
    this.interrupted ??= fault;
    this.request.destroy(new Interrupted(fault));
  }

  async readAnswer(maxBytes: number): Promise<HttpAnswer> {
    const response = await this.response;
    this.head = { status: response.statusCode ?? 0, headers: readHeaders(response) };
    return { ...this.head, body: await readBody(response, maxBytes), fault: null };
  }
}

function withoutBody(
  { head, connected, interrupted }: Exchange,
  error: unknown,
): (HttpAnswer & { fault: Fault }) | NoAnswer {
  const fault = interrupted ?? (error instanceof Interrupted ? error.fault : "broken off");
  if (head !== null) return { ...head, body: null, fault };
  const { code } = error as NodeJS.ErrnoException;
  return { status: null, fault, connected, networkCode: code ?? null };
}

/**
 * Makes one HTTP call and reads its answer, whatever it is: bounded in time at each phase and in size, no
 * redirect followed, no proxy from the environment.
 *
 * @returns the answer, or what is known where there is none; never throws for what the other side does
 */
export async function exchangeHttp(
  url: URL,
  call: HttpCall,
  { connectMs, totalMs, stop, maxBytes = maxAnswerBytes }: CallLimits,
): Promise<HttpAnswer | NoAnswer> {
  const exchange = new Exchange(url, call);
  const end = (fault: Fault) => () => {
    exchange.interrupt(fault);
  };
  const timers = [
    setTimeout(() => {
      if (!exchange.connected) exchange.interrupt("timeout");
    }, connectMs),
    setTimeout(end("timeout"), totalMs),
  ];
  const onStop = end("stopped");
  if (stop !== undefined) {
    // One signal ends all calls of a process.
    setMaxListeners(0, stop);
    stop.addEventListener("abort", onStop);
    if (stop.aborted) onStop();
  }
  try {
    return await exchange.readAnswer(maxBytes);
  } catch (error) {
    const known = withoutBody(exchange, error);
    // Whatever is still to come is not wanted: the connection is not used again.
    exchange.interrupt(known.fault);
    return known;
  } finally {
    timers.forEach(clearTimeout);
    stop?.removeEventListener("abort", onStop);
  }
}
