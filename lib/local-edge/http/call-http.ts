import { request as startRequest } from "node:http";
import { readBody } from "./read-body";

/** Header names and values in the order sent; names keep their case and may repeat (Set-Cookie). */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface HttpCall {
  /** "127.0.0.1:PORT" */
  address: string;
  method: string;
  path: string;
  headers: HeaderList;
  body?: Buffer;
  /** Total time allowed, ms. */
  timeoutMs: number;
  /** Largest answer that is read, bytes. */
  maxBytes: number;
}

export interface HttpAnswer {
  status: number;
  headers: HeaderList;
  body: Buffer;
}

/** A tag header may be 16 KB, which is Node's limit for all headers together. */
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * One HTTP/1.1 request over a new loopback socket, without a proxy and without following redirects.
 * A kept connection is not used: the server may close it at the moment it is picked, and that would
 * look like an origin that is down.
 * @throws the socket's error, BodyTooLargeError, or a timeout error.
 */
export function callHttp(call: HttpCall): Promise<HttpAnswer> {
  const [host, port] = call.address.split(":");
  return new Promise((resolve, reject) => {
    const headers = call.headers.flatMap(([name, value]) => [name, value]);
    if (call.body) headers.push("Content-Length", String(call.body.length));
    const outgoing = startRequest({
      host,
      port,
      method: call.method,
      path: call.path,
      headers,
      agent: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      signal: AbortSignal.timeout(call.timeoutMs),
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      readBody(incoming, call.maxBytes)
        .then((body) =>
          resolve({ status: incoming.statusCode ?? 0, headers: pairs(incoming.rawHeaders), body }),
        )
        .catch((error: unknown) => {
          outgoing.destroy();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
    });
    outgoing.end(call.body);
  });
}

/** The first value of a header, name compared without case. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}

/** All values of a header in order, name compared without case. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers
    .filter(([candidate]) => candidate.toLowerCase() === wanted)
    .map(([, value]) => value);
}

/** Node's flat [name, value, name, value] list as pairs. */
export function pairs(rawHeaders: readonly string[]): HeaderList {
  const list: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    list.push([rawHeaders[at] ?? "", rawHeaders[at + 1] ?? ""]);
  }
  return list;
}
