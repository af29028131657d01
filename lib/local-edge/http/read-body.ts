import type { IncomingMessage } from "node:http";

/** The peer sent more bytes than this server reads. Answer with 413 and close the connection. */
export class BodyTooLargeError extends Error {
  constructor(maxBytes: number) {
    super(`The body is larger than ${maxBytes} bytes`);
  }
}

/**
 * Reads a whole HTTP body, at most maxBytes of it. The rest of a body that is too large is thrown
 * away instead of cutting the socket, so that the sender can still read a 413; the server's request
 * timeout ends it.
 * @throws BodyTooLargeError when the limit is passed, or the socket's error.
 */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = () => {
      chunks.length = 0;
      message.off("data", keep);
      message.resume();
      reject(new BodyTooLargeError(maxBytes));
    };
    const keep = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) refuse();
      else chunks.push(chunk);
    };
    message.on("error", reject);
    message.on("close", () => reject(new Error("The connection closed before the body ended")));
    message.on("end", () => resolve(Buffer.concat(chunks)));
    if (Number(message.headers["content-length"] ?? 0) > maxBytes) refuse();
    else message.on("data", keep);
  });
}
