import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server } from "node:http";

/** Where Node says that a request came in, before anybody answers it. */
const requestStart = "http.server.request.start";

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** An address that cannot be decoded ("/%ff"), so that its percent signs stand for themselves. */
export function mendAddress(url: string): string {
  const at = url.indexOf("?");
  const path = at === -1 ? url : url.slice(0, at);
  return isDecodable(path) ? url : path.replaceAll("%", "%25") + url.slice(path.length);
}

/**
 * Next answers an address that is no UTF-8 with a bare 500. Mended, such an address is one that there is not,
 * and is answered as those are.
 *
 * @param port tells the console's server from the practice edge's, which are in this process as well
 */
export function mendAddresses(port: number): void {
  subscribe(requestStart, (message) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    const address = server.address();
    if (typeof address !== "object" || address?.port !== port) return;
    request.url = mendAddress(request.url ?? "/");
  });
}
