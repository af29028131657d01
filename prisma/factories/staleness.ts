import type {
  EdgeAnswer,
  OriginAnswer,
  PastPurge,
  PastWrite,
  StaleEvidence,
} from "@/lib/domain/diagnoses/stale-evidence";

// What causes are named from, around noon: the probes are made then. A page of acme's, whose copy at the edge is
// an hour old and not what the origin serves.

const epoch = Date.parse("2026-03-01T12:00:00Z");
export const at = (seconds: number) => new Date(epoch + seconds * 1_000);
export const trace = "4bf92f3577b34da6a3ce929d0e0e4736";

/** The probes are made at 0. */
export function edge(cacheStatus: string | null, over: Partial<EdgeAnswer> = {}): EdgeAnswer {
  return {
    startedAt: at(0),
    ttfbMs: 20,
    httpStatus: 200,
    cacheStatus,
    age: null,
    colo: "FRA",
    fingerprint: "old",
    etag: null,
    redirectTo: null,
    language: null,
    error: null,
    ...over,
  };
}
/** A copy that was stored so many seconds ago. */
export const hit = (age: number, over: Partial<EdgeAnswer> = {}) => edge("HIT", { age, ...over });
export const noEdge = edge(null, {
  httpStatus: null,
  fingerprint: null,
  error: "The edge did not answer.",
});

export function origin(over: Partial<OriginAnswer> = {}): OriginAnswer {
  return {
    startedAt: at(0),
    httpStatus: 200,
    fingerprint: "new",
    etag: null,
    redirectTo: null,
    language: null,
    lastModified: null,
    tags: ["tenant:42", "invoice:9182", "page:invoice"],
    error: null,
    ...over,
  };
}
export const noOrigin = origin({
  httpStatus: null,
  fingerprint: null,
  tags: [],
  error: "No answer.",
});

export function write(seconds: number, over: Partial<PastWrite> = {}): PastWrite {
  return {
    id: "w",
    phase: "committed",
    at: at(seconds),
    traceId: trace,
    tags: ["invoice:9182"],
    paths: [],
    service: "billing",
    summary: null,
    ...over,
  };
}

/** Accepted a tenth of a second after it was sent. */
export function purge(seconds: number, over: Partial<PastPurge> = {}): PastPurge {
  return {
    id: "p",
    traceId: trace,
    status: "accepted",
    requestedAt: at(seconds),
    startedAt: at(seconds),
    sentAt: at(seconds),
    acceptedAt: at(seconds + 0.1),
    method: "purge",
    kind: "tags",
    targets: ["invoice:9182"],
    paths: [],
    pathPrefixes: [],
    coversTenant: false,
    actorName: "billing",
    result: "ok",
    ...over,
  };
}
export const url = "https://acme.example.com/billing/invoices/9182";
export const byUrl = (seconds: number, target = url) =>
  purge(seconds, { kind: "files", targets: [target], traceId: "other" });
export const failed = {
  status: "failed",
  sentAt: null,
  acceptedAt: null,
  result: "HTTP 403",
} as const;
export const queued = {
  status: "queued",
  startedAt: null,
  sentAt: null,
  acceptedAt: null,
} as const;

export function evidence(over: Partial<StaleEvidence> = {}): StaleEvidence {
  return {
    now: at(1),
    tenant: { id: "42", slug: "acme" },
    plan: [
      { pattern: "tenant:{id}", scope: "tenant", routes: ["/*"] },
      { pattern: "invoice:{id}", scope: "object", routes: ["/billing", "/billing/invoices/*"] },
      { pattern: "page:{name}", scope: "shared", routes: ["/billing", "/billing/invoices/*"] },
    ],
    page: {
      host: "acme.example.com",
      path: "/billing/invoices/9182",
      sent: { "cf-device-type": "desktop" },
      keyedBy: [],
    },
    edge: [hit(3_600)],
    origin: [origin(), origin()],
    purges: [],
    writes: [],
    ...over,
  };
}
