import type { IncomingMessage } from "node:http";

const HOST_HEADER = /^([a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The Host header's name in lower case without the port, or undefined when it is not a host name. */
export function hostNameOf(request: IncomingMessage): string | undefined {
  return HOST_HEADER.exec(request.headers.host ?? "")?.[1]?.toLowerCase();
}

/**
 * True when a browser says that the request comes from another site's page. State-changing requests
 * with that are refused, so no web page can drive the practice edge. Clients that are not browsers
 * (curl, tests) send no Origin header and pass.
 */
export function isForeignOrigin(request: IncomingMessage): boolean {
  if (request.headers["sec-fetch-site"] === "cross-site") return true;
  const origin = request.headers.origin;
  return origin !== undefined && origin.toLowerCase() !== `http://${request.headers.host ?? ""}`;
}

/**
 * True when the Host header names this machine. Another name can only get here when a stranger's
 * domain was pointed at 127.0.0.1 (DNS rebinding).
 */
export function isLoopbackHost(request: IncomingMessage): boolean {
  const name = hostNameOf(request);
  return name === "127.0.0.1" || name === "localhost" || name === "[::1]";
}
