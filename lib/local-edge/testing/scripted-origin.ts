import type { IncomingMessage, ServerResponse } from "node:http";
import { EdgeCache } from "../cache/edge-cache";
import { createFaultSwitches } from "../control/faults";
import { listenOnLoopback } from "../http/listen-on-loopback";
import { indexWorld } from "../practice-world";
import type { DataCentre } from "../proxy/answer-eligible";
import { createEdgeProxy } from "../proxy/edge-proxy";
import { manualClock, testWorld } from "./practice-fixture";

export interface SeenByOrigin {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
}

/**
 * One data centre in front of an origin that answers as the test says. `requests` is what reached
 * the origin; `goAway` closes it, so that nothing listens there any more.
 */
export async function startScriptedOrigin() {
  const clock = manualClock();
  const requests: SeenByOrigin[] = [];
  let answer = (_request: IncomingMessage, response: ServerResponse): void | Promise<void> => {
    response.end();
  };
  const origin = await listenOnLoopback(async (request, response) => {
    const { method = "", url = "", headers } = request;
    requests.push({ method, path: url, headers });
    request.resume();
    await answer(request, response);
  }, 0);
  const centre: DataCentre = {
    colo: "FRA",
    cache: new EdgeCache(),
    misses: new Map(),
    refreshing: new Set(),
    clock: clock.now,
  };
  const proxy = createEdgeProxy({
    world: indexWorld(testWorld()),
    faults: createFaultSwitches(),
    centres: new Map([["FRA", centre]]),
    colo: "FRA",
    originAddress: origin.address,
    clock: clock.now,
  });
  const edge = await listenOnLoopback(proxy, 0);
  return {
    clock,
    requests,
    cache: centre.cache,
    address: edge.address,
    /** From now on the origin answers so. */
    answerWith(next: typeof answer) {
      answer = next;
    },
    /** From now on the origin sends this status, these headers and this body. */
    answerPlain(status: number, headers: Record<string, string | string[]>, body: string) {
      answer = (_request, response) => void response.writeHead(status, headers).end(body);
    },
    goAway: () => origin.close(),
    close: async () => {
      await edge.close();
      await origin.close();
    },
  };
}
