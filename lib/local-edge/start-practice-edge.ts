import { randomBytes } from "node:crypto";
import { createAccountLog, type AccountLog } from "./api/account-log";
import { createPurgeApi } from "./api/purge-api";
import { createPurgeBudget } from "./api/purge-budget";
import { createPurgeLog, type PurgeLog } from "./api/purge-log";
import { EdgeCache } from "./cache/edge-cache";
import { createPurgePropagation, type PurgePropagation } from "./cache/propagate-purge";
import { createControlApp } from "./control/control-app";
import { createFaultSwitches, type FaultSwitches } from "./control/faults";
import {
  listenOnLoopback,
  type LoopbackHandler,
  type LoopbackServer,
} from "./http/listen-on-loopback";
import { createBillingApp } from "./origin/billing-app";
import { createInvoiceStore, type InvoiceStore } from "./origin/invoice-store";
import { requestPurge } from "./origin/request-purge";
import { visitPages } from "./origin/visit-pages";
import type { ScenarioParts, TellConsole } from "./scenarios/play-scenario";
import { createStagedPages, type StagedPages } from "./scenarios/staged-pages";
import { indexWorld, type PracticeWorld, type WorldIndex } from "./practice-world";
import type { DataCentre } from "./proxy/answer-eligible";
import { createEdgeProxy } from "./proxy/edge-proxy";

export interface PracticeEdge {
  /** "http://127.0.0.1:PORT/client/v4" */
  apiBaseUrl: string;
  apiToken: string;
  /** Reads the accounts' audit logs; the purge token does not. */
  auditToken: string;
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
  auditToken?: string;
  /** 0 means any free port; a preferred port that is taken is replaced by a free one. */
  ports?: { api?: number; edges?: number[]; origin?: number; control?: number };
  /** ms since the epoch. */
  clock?: () => number;
  originLatencyMs?: number;
  /** From an accepted purge to its effect in every data centre, ms; 0 is at once. */
  propagationDelayMs?: number;
  /** How long a write stays open after "Purge before commit", ms. */
  commitDelayMs?: number;
  /** How the practice app tells the console of its purges and writes; left out: it keeps them to itself. */
  tell?: TellConsole;
  /** Where people open the console, for links. */
  consoleUrl?: string;
}

const COLOS = ["FRA", "AMS"] as const;
const PORTS = { api: 8790, edges: [8787, 8788], origin: 8789, control: 8791 };
const ORIGIN_LATENCY_MS = 40;
const PROPAGATION_DELAY_MS = 20;
const COMMIT_DELAY_MS = 1500;

/** Everything the listeners share, made before the first of them opens. */
interface Assembly {
  world: WorldIndex;
  store: InvoiceStore;
  staged: StagedPages;
  options: PracticeEdgeOptions;
  clock: () => number;
  apiToken: string;
  auditToken: string;
  accountLog: AccountLog;
  faults: FaultSwitches;
  log: PurgeLog;
  centres: ReadonlyMap<string, DataCentre>;
  propagation: PurgePropagation;
  /** Grows as the listeners open: the app needs the edges' addresses and they need the app's. */
  edges: PracticeEdge["edges"];
  /** Opens a listener and returns its address. */
  serve(handler: LoopbackHandler, port: number): Promise<string>;
}

/**
 * Starts Cloudflare's purge API, two caching data centres, the billing app behind them and the
 * control page, each on a port of 127.0.0.1. The world is read, never changed.
 * @throws Error when two tenants claim one host or two zones one id, or when no port can be opened.
 */
export async function startPracticeEdge(
  world: PracticeWorld,
  options: PracticeEdgeOptions = {},
): Promise<PracticeEdge> {
  const servers: LoopbackServer[] = [];
  const assembly = assemble(world, options, async (handler, port) => {
    const server = await listenOnLoopback(handler, port);
    servers.push(server);
    return server.address;
  });
  const close = async () => {
    assembly.propagation.stop();
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    return { ...(await openListeners(assembly)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function assemble(
  world: PracticeWorld,
  options: PracticeEdgeOptions,
  serve: Assembly["serve"],
): Assembly {
  const clock = options.clock ?? Date.now;
  const centres = COLOS.map((colo) => createDataCentre(colo, clock));
  const caches = centres.map(({ cache }) => cache);
  const delayMs = options.propagationDelayMs ?? PROPAGATION_DELAY_MS;
  return {
    world: indexWorld(world),
    store: createInvoiceStore(world, clock),
    staged: createStagedPages(),
    options,
    clock,
    apiToken: options.apiToken ?? randomBytes(20).toString("hex"),
    auditToken: options.auditToken ?? randomBytes(20).toString("hex"),
    accountLog: createAccountLog(),
    faults: createFaultSwitches(),
    log: createPurgeLog(),
    centres: new Map(centres.map((centre) => [centre.colo, centre])),
    propagation: createPurgePropagation(caches, delayMs, clock),
    edges: [],
    serve,
  };
}

async function openListeners(assembly: Assembly): Promise<Omit<PracticeEdge, "close">> {
  const { world, options, clock, apiToken, faults, log, centres, edges } = assembly;
  const { propagation, auditToken, accountLog } = assembly;
  const budget = createPurgeBudget(clock);
  const api = createPurgeApi({
    ...{ world, token: apiToken, budget, log, faults, propagation, clock },
    ...{ auditToken, accountLog },
  });
  const apiBaseUrl = `http://${await assembly.serve(api, options.ports?.api ?? PORTS.api)}/client/v4`;
  const app = createApp(assembly, apiBaseUrl);
  const originAddress = await assembly.serve(app, options.ports?.origin ?? PORTS.origin);
  for (const [at, colo] of COLOS.entries()) {
    const proxy = createEdgeProxy({ world, faults, centres, colo, originAddress, clock });
    const port = options.ports?.edges?.[at] ?? PORTS.edges[at] ?? 0;
    edges.push({ colo, address: await assembly.serve(proxy, port) });
  }
  const originUrl = `http://${originAddress}`;
  const facts = () => ({ zones: world.zones, edges, apiBaseUrl, originUrl });
  const scenarios = {
    parts: scenarioParts(assembly, apiBaseUrl),
    consoleUrl: options.consoleUrl ?? null,
  };
  const purgePast = async (zoneId: string, tag: string) => {
    const [zone = world.zones[0]] = [world.zoneById(zoneId)];
    await requestPurge(apiBaseUrl, apiToken, zone?.id ?? "", { tags: [tag] }, [
      ["User-Agent", "somebody's own script"],
    ]);
  };
  const control = createControlApp({ faults, log, facts, scenarios, purgePast });
  const controlUrl = `http://${await assembly.serve(control, options.ports?.control ?? PORTS.control)}`;
  return { apiBaseUrl, apiToken, auditToken, edges, originUrl, controlUrl };
}

function scenarioParts(assembly: Assembly, apiBaseUrl: string): ScenarioParts {
  const { world, staged, centres, edges, apiToken, clock, options } = assembly;
  const tell = options.tell ?? (() => Promise.resolve());
  return { world, pages: staged, centres, edges, apiBaseUrl, apiToken, tell, clock };
}

function createApp(assembly: Assembly, apiBaseUrl: string): LoopbackHandler {
  const { world, store, staged, options, clock, apiToken, faults, edges } = assembly;
  return createBillingApp({
    world,
    store,
    staged,
    purgeInvoice: ({ zone }, invoiceId) =>
      requestPurge(apiBaseUrl, apiToken, zone.id, { tags: [`invoice:${invoiceId}`] }),
    visitPages: async ({ tenant }, invoiceId) => {
      const addresses = edges.map(({ address }) => address);
      for (const host of tenant.hosts) await visitPages(addresses, host, invoiceId);
    },
    commitDelayMs: options.commitDelayMs ?? COMMIT_DELAY_MS,
    latencyMs: options.originLatencyMs ?? ORIGIN_LATENCY_MS,
    isDown: () => faults.current().originDown,
    clock,
  });
}

function createDataCentre(colo: string, clock: () => number): DataCentre {
  return { colo, cache: new EdgeCache(), misses: new Map(), refreshing: new Set(), clock };
}
