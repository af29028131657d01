import { gunzipSync } from "node:zlib";
import { callHttp, headerValue, type HeaderList } from "../http/call-http";
import type { PracticePlan, PracticeWorld } from "../practice-world";
import {
  startPracticeEdge,
  type PracticeEdge,
  type PracticeEdgeOptions,
} from "../start-practice-edge";

export const ZONE = "a".repeat(32);
export const OTHER_ZONE = "b".repeat(32);
/** An environment of the first zone, by its ref. */
export const STAGING = "5ta91n6e";
export const TOKEN = "practice-token";
export const ACME = "acme.ledgerline.test";
export const BETA = "beta.ledgerline.test";
const OTHER = "shop.other.test";

/** Two zones; the first has two tenants with an invoice or two each. */
export function testWorld(plan: PracticePlan = "enterprise"): PracticeWorld {
  return {
    zones: [
      {
        id: ZONE,
        name: "ledgerline.test",
        accountId: "account-1",
        plan,
        environments: [{ ref: STAGING, name: "Staging" }],
        tenants: [
          {
            id: "42",
            slug: "acme",
            name: "Acme <script>alert(1)</script>",
            hosts: [ACME],
            invoices: [
              { id: "9182", customer: "Foo & Sons", amountCents: 120_050, status: "open" },
              { id: "9183", customer: "=cmd()", amountCents: 990, status: "paid" },
            ],
          },
          {
            id: "43",
            slug: "beta",
            name: "Beta",
            hosts: [BETA],
            invoices: [{ id: "7001", customer: "Bar", amountCents: 500, status: "overdue" }],
          },
        ],
      },
      {
        id: OTHER_ZONE,
        name: "other.test",
        accountId: "account-1",
        plan,
        tenants: [{ id: "50", slug: "shop", name: "Shop", hosts: [OTHER], invoices: [] }],
      },
    ],
  };
}

export interface ManualClock {
  now: () => number;
  /** Seconds. */
  advance(seconds: number): void;
}

/** A clock that stands still until it is moved. */
export function manualClock(): ManualClock {
  let now = Date.parse("2026-11-21T10:00:00.000Z");
  return { now: () => now, advance: (seconds) => (now += seconds * 1000) };
}

/** Starts everything on free ports, without latency, with purges that arrive at once. */
export function startTestEdge(
  options: PracticeEdgeOptions & { plan?: PracticePlan } = {},
): Promise<PracticeEdge> {
  const { plan, ...others } = options;
  return startPracticeEdge(testWorld(plan), {
    apiToken: TOKEN,
    ports: { api: 0, edges: [0, 0], origin: 0, control: 0 },
    originLatencyMs: 0,
    propagationDelayMs: 0,
    commitDelayMs: 0,
    ...others,
  });
}

export interface Seen {
  status: number;
  headers: HeaderList;
  text: string;
  header(name: string): string | undefined;
  /** CF-Cache-Status */
  cacheStatus: string | undefined;
  /** The part of cf-ray behind the dash. */
  colo: string | undefined;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
}

/** One request over a socket of its own. Compressed bodies are unpacked. */
export async function ask(address: string, path: string, options: Ask = {}): Promise<Seen> {
  const bare = address.replace(/^http:\/\//, "").replace(/\/.*$/, "");
  const answer = await callHttp({
    address: bare,
    method: options.method ?? "GET",
    path,
    headers: Object.entries({ Host: bare, ...options.headers }),
    ...(options.body === undefined ? {} : { body: Buffer.from(options.body) }),
    timeoutMs: options.timeoutMs ?? 5_000,
    maxBytes: 32 * 1024 * 1024,
  });
  const header = (name: string) => headerValue(answer.headers, name);
  const zipped = header("content-encoding") === "gzip" && answer.body.length > 0;
  return {
    status: answer.status,
    headers: answer.headers,
    text: (zipped ? gunzipSync(answer.body) : answer.body).toString("utf8"),
    header,
    cacheStatus: header("cf-cache-status"),
    colo: header("cf-ray")?.split("-")[1],
  };
}

/** A visitor of a tenant's host at one data centre (0 is FRA, 1 is AMS). */
export function visit(edge: PracticeEdge, host: string, path: string, at = 0, options: Ask = {}) {
  const address = edge.edges[at]?.address ?? "";
  return ask(address, path, { ...options, headers: { Host: host, ...options.headers } });
}

/** A purge or invalidate call with the right token unless the headers say otherwise. */
export function callPurgeApi(
  edge: PracticeEdge,
  body: unknown,
  options: {
    method?: "purge" | "invalidate";
    zone?: string;
    environment?: string;
    headers?: Record<string, string>;
  } = {},
) {
  const { zone = ZONE, environment, method = "purge" } = options;
  const within = environment === undefined ? "" : `/environments/${environment}`;
  const path = `/client/v4/zones/${zone}${within}/${method}_cache`;
  return ask(edge.apiBaseUrl, path, {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKEN}`, ...options.headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Sets fault switches through the control port. */
export async function setFaults(edge: PracticeEdge, faults: unknown): Promise<void> {
  const seen = await ask(edge.controlUrl, "/faults", {
    method: "PUT",
    body: JSON.stringify(faults),
  });
  if (seen.status !== 200) throw new Error(`The faults were refused: ${seen.text}`);
}

/** The envelope's members that tests look at. */
export function envelopeOf(seen: Seen): {
  success: boolean;
  errors: { code: number; message: string }[];
  messages: unknown[];
  result: unknown;
} {
  return JSON.parse(seen.text) as ReturnType<typeof envelopeOf>;
}

/** Asks again until the predicate holds; for effects that happen in the background. */
export async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("It never became true");
}
