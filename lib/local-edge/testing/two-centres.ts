import { createPurgeApi } from "../api/purge-api";
import { createPurgeBudget } from "../api/purge-budget";
import { createAccountLog } from "../api/account-log";
import { createPurgeLog } from "../api/purge-log";
import type { CacheEntry } from "../cache/cache-entry";
import { locationOfRequest } from "../cache/cache-key";
import { EdgeCache, type PurgeMethod } from "../cache/edge-cache";
import { variantOf } from "../cache/custom-key";
import type { PurgeSelector } from "../cache/purge-selector";
import { createFaultSwitches } from "../control/faults";
import { hostNameOf } from "../http/request-origin";
import { listenOnLoopback } from "../http/listen-on-loopback";
import { indexWorld } from "../practice-world";
import type { DataCentre } from "../proxy/answer-eligible";
import { createEdgeProxy } from "../proxy/edge-proxy";
import { manualClock, TOKEN, testWorld, ZONE } from "./practice-fixture";

export const colos = ["FRA", "AMS"] as const;
export type Colo = (typeof colos)[number];

/** What the origin delivers of one page. */
export interface OriginPage {
  /** What the edge gets, and what who asks the origin itself gets: a write shows there first. */
  version: number;
  direct: number;
  tags: string[];
  cacheControl: string;
}

interface Pending {
  colo: Colo;
  dueAt: number;
  method: PurgeMethod;
  selector: PurgeSelector;
}

/**
 * Two data centres, Cloudflare's purge API and an origin, over sockets, on a clock that stands still until it is
 * moved: seconds pass without waiting. Each data centre's clock can be ahead or behind. What each of them really
 * stores can be looked at, which no probe can.
 */
export async function startTwoCentres() {
  const time = manualClock();
  const skewMs: Record<Colo, number> = { FRA: 0, AMS: 0 };
  const pages = new Map<string, OriginPage>();
  const pending: Pending[] = [];
  let isDown = false;
  let spreadMs: Record<Colo, number> = { FRA: 0, AMS: 0 };

  const origin = await listenOnLoopback((request, response) => {
    request.resume();
    if (isDown) {
      request.socket.destroy();
      return Promise.resolve();
    }
    const path = request.url ?? "/";
    const page = pages.get(`${hostNameOf(request) ?? ""}${path}`);
    const language = request.headers["accept-language"] ?? "";
    const isDirect = request.headers["x-direct"] !== undefined;
    const version = (isDirect ? page?.direct : page?.version) ?? 0;
    const body = `${path} ${language} version ${version}`;
    const etag = `"${path}-${language}-${version}"`;
    const headers = {
      "content-type": "text/plain",
      "cache-control": page?.cacheControl ?? "no-store",
      "cache-tag": page?.tags.join(",") ?? "",
      etag,
    };
    const isSame = request.headers["if-none-match"] === etag;
    response.writeHead(isSame ? 304 : 200, headers).end(isSame ? undefined : body);
    return Promise.resolve();
  }, 0);

  const faults = createFaultSwitches();
  const world = indexWorld(testWorld());
  const centreOf = (colo: Colo): DataCentre => ({
    colo,
    cache: new EdgeCache(),
    misses: new Map(),
    refreshing: new Set(),
    clock: () => time.now() + skewMs[colo],
  });
  const centres = new Map<string, DataCentre>(colos.map((colo) => [colo, centreOf(colo)]));
  const servers = await Promise.all(
    colos.map((colo) => {
      const clock = () => time.now() + skewMs[colo];
      const originAddress = origin.address;
      return listenOnLoopback(
        createEdgeProxy({ world, faults, centres, colo, originAddress, clock }),
        0,
      );
    }),
  );
  const api = await listenOnLoopback(
    createPurgeApi({
      world,
      token: TOKEN,
      auditToken: "practice-audit-token",
      accountLog: createAccountLog(),
      budget: createPurgeBudget(time.now),
      log: createPurgeLog(),
      faults,
      clock: time.now,
      propagation: {
        send: (_zone, method, selector) => {
          for (const colo of colos)
            pending.push({ colo, dueAt: time.now() + spreadMs[colo], method, selector });
        },
        stop: () => undefined,
      },
    }),
    0,
  );
  const cacheOf = (colo: Colo) => centres.get(colo)?.cache ?? new EdgeCache();

  return {
    time,
    skewMs,
    pages,
    faults,
    addressOf: (colo: Colo) => servers[colos.indexOf(colo)]?.address ?? "",
    originAddress: origin.address,
    apiUrl: `http://${api.address}/client/v4/zones/${ZONE}`,
    setDown: (down: boolean) => {
      isDown = down;
    },
    setSpread: (next: Record<Colo, number>) => {
      spreadMs = next;
    },
    /** When the next accepted purge arrives in a data centre; null: none is on its way. */
    nextArrival: () => {
      const times = pending.map(({ dueAt }) => dueAt);
      return times.length === 0 ? null : Math.min(...times);
    },
    /** Carries out what has arrived by now; `around` is told which, and looks before and after. */
    arrive: (around: (colo: Colo, tags: ReadonlySet<string>, carryOut: () => void) => void) => {
      for (const one of [...pending]) {
        if (one.dueAt > time.now()) continue;
        pending.splice(pending.indexOf(one), 1);
        const tags = one.selector.kind === "tags" ? one.selector.tags : new Set<string>();
        around(one.colo, tags, () => {
          const { method, selector, colo } = one;
          cacheOf(colo).apply(ZONE, method, selector, time.now() + skewMs[colo]);
        });
      }
    },
    /** What a data centre stores of a page: the truth that verdicts are held to. */
    stored: (colo: Colo, host: string, path: string, language: string): CacheEntry | undefined => {
      const location = locationOfRequest(host, path);
      if (location === undefined) return undefined;
      const read = (name: string) => (name === "accept-language" ? language : "desktop");
      return cacheOf(colo).find({ ...location, variant: variantOf(location, read) }, "identity");
    },
    /** Forgets everything, for the next scenario. */
    reset: () => {
      pages.clear();
      pending.splice(0);
      faults.reset();
      isDown = false;
      spreadMs = { FRA: 0, AMS: 0 };
      for (const colo of colos) {
        skewMs[colo] = 0;
        cacheOf(colo).apply(ZONE, "purge", { kind: "everything" }, time.now());
      }
    },
    close: () => Promise.all([...servers, api, origin].map((server) => server.close())),
  };
}
export type TwoCentres = Awaited<ReturnType<typeof startTwoCentres>>;
