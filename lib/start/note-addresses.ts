import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server } from "node:http";
import { clientAddress, type TrustedProxies } from "@/lib/platform/client-address";
import { noteRequest } from "@/lib/platform/request-under-way";

/** Where Node says that a request came in, before anybody answers it. */
const requestStart = "http.server.request.start";

/**
 * Notes for each request of the console's server where it came from, before anything answers it: the audit entries
 * that are written for it have it. Next's own answer to that question is the first thing that the request says.
 *
 * @param port tells the console's server from the practice edge's, which are in this process as well
 */
export function noteAddresses(port: number, trusted: TrustedProxies): void {
  subscribe(requestStart, (message) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    const address = server.address();
    if (typeof address !== "object" || address?.port !== port) return;
    const forwarded = request.headers["x-forwarded-for"];
    noteRequest({
      address: clientAddress(
        request.socket.remoteAddress,
        [forwarded ?? []].flat().join(","),
        trusted,
      ),
    });
  });
}
