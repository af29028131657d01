import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { jsonLeaves } from "./json-leaves";
import { leaveOut } from "./leave-out";
import type { ProbeRequest } from "./probe-request";

/** An answer came, and its body cannot be read. The message is for people. */
export class UnreadableError extends Error {}

/** How many markers of one page are looked at, and how long one may be, in bytes. */
const mostMarkers = 20;
const mostMarkerBytes = 300;

function unpacker(encoding = "") {
  switch (encoding.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "br":
      return createBrotliDecompress();
    case "deflate":
      return createInflate();
    default:
      return null;
  }
}

/**
 * Reads a body whole and unpacks it.
 *
 * @param mostBytes of the body as it is sent, and of the body unpacked: a small body that unpacks to a large
 * one is let go as soon as it is too large
 * @throws UnreadableError when it is too large, breaks off or cannot be unpacked
 */
export function readBody(response: IncomingMessage, mostBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const unpack = unpacker(response.headers["content-encoding"]);
    const chunks: Buffer[] = [];
    const fail = (message: string) => {
      reject(new UnreadableError(message));
      response.destroy();
      unpack?.destroy();
    };
    const count = (source: Readable, take: (chunk: Buffer) => void) => {
      let bytes = 0;
      source.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) fail(`The answer is larger than ${mostBytes / 1024} kB.`);
        else take(chunk);
      });
    };
    count(unpack ?? response, (chunk) => chunks.push(chunk));
    response.on("error", () => fail("The answer broke off."));
    if (unpack !== null) {
      count(response, () => undefined);
      unpack.on("error", () => fail("The answer cannot be unpacked."));
      response.pipe(unpack);
    }
    (unpack ?? response).on("end", () => resolve(Buffer.concat(chunks)));
  });
}

/** What stands in the place where a page says whose it is, each once. */
function findMarkers(body: Buffer, marker: ProbeRequest["marker"]): string[] {
  if (!marker) return [];
  const [begin, end] = [Buffer.from(marker.begin), Buffer.from(marker.end)];
  const found = new Set<string>();
  let at = body.indexOf(begin);
  while (at !== -1 && found.size < mostMarkers) {
    const from = at + begin.length;
    const near = body.subarray(from, from + mostMarkerBytes + end.length);
    const to = near.indexOf(end);
    if (to > 0) found.add(near.toString("utf8", 0, to));
    at = body.indexOf(begin, from);
  }
  return [...found];
}

/** What is kept of a body: its fingerprint, its size, and of JSON its values. */
export function judgeBody(body: Buffer, contentType: string | null, request: ProbeRequest) {
  const isJson = /^[^;]*\bjson\b/i.test(contentType ?? "");
  const { content, json } = leaveOut(body, isJson, request.leaveOut ?? []);
  return {
    bytes: body.length,
    fingerprint: createHash("sha256").update(content).digest("hex").slice(0, 16),
    jsonLeaves: json === undefined ? null : jsonLeaves(json),
    markers: findMarkers(body, request.marker),
  };
}
