import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/** Where Node says that a request came in, and to which server. */
const requestStart = "http.server.request.start";

/** How often connections that wait for another request are closed while the console stops, in milliseconds. */
const idleCheckMs = 50;

interface WebServer {
  /** Takes no more connections; those under way go on. */
  refuse: () => void;
  /** Waits for the requests under way, then closes what is left of them. */
  drain: (limitMs: number) => Promise<void>;
}

/**
 * Next's own HTTP server, so that it can be closed in its turn. Next keeps it to itself, so it is known
 * from the first request on; before that there is nothing that would have to end.
 *
 * @param port tells it from the practice edge's servers, which are in this process as well
 */
export function findWebServer(port: number): WebServer {
  let server: Server | undefined;
  let refusing = false;
  const onRequest = (message: unknown) => {
    const { server: of } = message as { server: Server };
    const address = of.address();
    if (typeof address !== "object" || address?.port !== port) return;
    server = of;
    unsubscribe(requestStart, onRequest);
    if (refusing) server.close();
  };
  subscribe(requestStart, onRequest);
  return {
    refuse: () => {
      refusing = true;
      server?.close();
      // Closing spares connections that are answered just then, and what keeps them would go on asking through
      // them: each is closed as soon as its answer is out.
      setInterval(() => server?.closeIdleConnections(), idleCheckMs).unref();
    },
    drain: async (limitMs) => {
      const until = performance.now() + limitMs;
      for (;;) {
        const open = await countConnections(server);
        if (open === 0) return;
        if (performance.now() > until) break;
        await pause(idleCheckMs);
      }
      server?.closeAllConnections();
    },
  };
}

function countConnections(server: Server | undefined): Promise<number> {
  return new Promise((resolve) => {
    if (server === undefined) resolve(0);
    server?.getConnections((error, count) => {
      resolve(error === null ? count : 0);
    });
  });
}
