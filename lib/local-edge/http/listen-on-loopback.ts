import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type LoopbackHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface LoopbackServer {
  /** "127.0.0.1:PORT" */
  address: string;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
/** A request that is not complete after this time is dropped, so a slow client cannot hold a socket. */
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * Serves on 127.0.0.1 only. Takes the preferred port, or any free one when it is taken (0 = any).
 * A handler that throws becomes a plain 500: a bad request never ends the process.
 * @throws the listen error for anything but a taken or forbidden port.
 */
export async function listenOnLoopback(
  handler: LoopbackHandler,
  preferredPort: number,
): Promise<LoopbackServer> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    handler(request, response).catch((error: unknown) => {
      // The client left before it had sent everything: nobody to answer, nothing to report.
      if (request.destroyed && !request.complete) return;
      console.warn("practice edge: a request failed", error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "Content-Type": "text/plain" }).end("Internal error\n");
    });
  });
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  await listen(server, preferredPort).catch((error: unknown) => {
    if (!isPortUnavailable(error)) throw error;
    return listen(server, 0);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `${LOOPBACK}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function isPortUnavailable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EADDRINUSE" || code === "EACCES";
}
