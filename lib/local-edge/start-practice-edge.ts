import { randomBytes } from "node:crypto";
import { createPurgeApi } from "./api/purge-api";
import { createPurgeBudget } from "./api/purge-budget";
import { createPurgeLog } from "./api/purge-log";
import { EdgeCache } from "./cache/edge-cache";
import { createPurgePropagation } from "./cache/propagate-purge";
import { createControlApp } from "./control/control-app";
import { createFaultSwitches } from "./control/faults";
import { listenOnLoopback, type LoopbackServer } from "./http/listen-on-loopback";
import { createBillingApp } from "./origin/billing-app";
import { createInvoiceStore } from "./origin/invoice-store";
import { requestPurge } from "./origin/request-purge";
import { visitPages } from "./origin/visit-pages";
import { indexWorld, type PracticeWorld } from "./practice-world";
import type { DataCentre } from "./proxy/answer-eligible";
import { createEdgeProxy } from "./proxy/edge-proxy";

export type {
  PracticeInvoice,
  PracticeTenant,
  PracticeWorld,
  PracticeZone,
} from "./practice-world";

export interface PracticeEdge {
  /** "http://127.0.0.1:PORT/client/v4" */
  apiBaseUrl: string;
  apiToken: string;
  /** FRA first. Addresses are "127.0.0.1:PORT". */
  edges: { colo: string; address: string }[];
  /** "http://127.0.0.1:PORT"; ask with a tenant's Host header. */
  originUrl: string;
  controlUrl: string;
  close(): Promise<void>;
}

export interface PracticeEdgeOptions {
  /** Random when left out. */
  apiToken?: string;
  /** 0 means any free port; a preferred port that is taken is replaced by a free one. */
  ports?: { api?: number; edges?: number[]; origin?: number; control?: number };
  /** ms since the epoch. */
  clock?: () => number;
  originLatencyMs?: number;
  /** From an accepted purge to its effect in every data centre, ms; 0 is at once. */
  propagationDelayMs?: number;
  /** How long a write stays open after "Purge before commit", ms. */
  commitDelayMs?: number;
}

const COLOS = ["FRA", "AMS"] as const;
const PORTS = { api: 8790, edges: [8787, 8788], origin: 8789, control: 8791 };
const ORIGIN_LATENCY_MS = 40;
const PROPAGATION_DELAY_MS = 20;
const COMMIT_DELAY_MS = 1500;

/**
 * Starts Cloudflare's purge API, two caching data centres, the billing app behind them and the
 * control page, each on a port of 127.0.0.1. The world is read, never changed.
 * @throws Error when two tenants claim one host or two zones one id, or when no port can be opened.
 */
export async function startPracticeEdge(
  world: PracticeWorld,
  options: PracticeEdgeOptions = {},
): Promise<PracticeEdge> {
  const clock = options.clock ?? Date.now;
  const apiToken = options.apiToken ?? randomBytes(20).toString("hex");
  const index = indexWorld(world);
  const faults = createFaultSwitches();
  const log = createPurgeLog();
  const centres = new Map(COLOS.map((colo) => [colo as string, createDataCentre(colo, clock)]));
  const propagation = createPurgePropagation(
    [...centres.values()].map(({ cache }) => cache),
    options.propagationDelayMs ?? PROPAGATION_DELAY_MS,
    clock,
  );
  const servers: LoopbackServer[] = [];
  const serve = async (...args: Parameters<typeof listenOnLoopback>): Promise<string> => {
    const server = await listenOnLoopback(...args);
    servers.push(server);
    return server.address;
  };
  const close = async () => {
    propagation.stop();
    await Promise.all(servers.map((server) => server.close()));
  };
  // Filled before anyone can ask: the app needs the edges' addresses and they need the app's.
  const edges: PracticeEdge["edges"] = [];

  try {
    const budget = createPurgeBudget(clock);
    const api = createPurgeApi({
      world: index,
      token: apiToken,
      budget,
      log,
      faults,
      propagation,
      clock,
    });
    const apiBaseUrl = `http://${await serve(api, options.ports?.api ?? PORTS.api)}/client/v4`;
    const app = createBillingApp({
      world: index,
      store: createInvoiceStore(world, clock),
      purgeInvoice: ({ zone }, invoiceId) =>
        requestPurge(apiBaseUrl, apiToken, zone.id, [`invoice:${invoiceId}`]),
      visitPages: async ({ tenant }, invoiceId) => {
        const addresses = edges.map(({ address }) => address);
        for (const host of tenant.hosts) await visitPages(addresses, host, invoiceId);
      },
      commitDelayMs: options.commitDelayMs ?? COMMIT_DELAY_MS,
      latencyMs: options.originLatencyMs ?? ORIGIN_LATENCY_MS,
      isDown: () => faults.current().originDown,
      clock,
    });
    const originAddress = await serve(app, options.ports?.origin ?? PORTS.origin);
    for (const [at, colo] of COLOS.entries()) {
      const proxy = createEdgeProxy({ world: index, faults, centres, colo, originAddress, clock });
      const port = options.ports?.edges?.[at] ?? PORTS.edges[at] ?? 0;
      edges.push({ colo, address: await serve(proxy, port) });
    }
    const originUrl = `http://${originAddress}`;
    const facts = () => ({ zones: index.zones, edges, apiBaseUrl, originUrl });
    const control = createControlApp({ faults, log, facts });
    const controlUrl = `http://${await serve(control, options.ports?.control ?? PORTS.control)}`;
    return { apiBaseUrl, apiToken, edges, originUrl, controlUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function createDataCentre(colo: string, clock: () => number): DataCentre {
  return { colo, cache: new EdgeCache(), misses: new Map(), refreshing: new Set(), clock };
}
