import type { Finding, Probe } from "@/lib/schemas/probes";
import type { Prisma } from "@/prisma/generated/client";

/** What of a probe lists do without: the values of a JSON answer, which are many. */
export const withoutValues = { jsonLeaves: true } as const satisfies Prisma.ProbeOmit;

/** A probe as it is read. */
export type ProbeRow = Prisma.ProbeGetPayload<{ omit: typeof withoutValues }>;

/** A probe as the API answers it. */
export function toProbe(row: ProbeRow): Probe {
  return {
    id: row.id,
    phase: row.phase,
    round: row.round,
    url: row.url,
    variant: row.variant,
    startedAt: row.startedAt.toISOString(),
    place: row.place,
    httpStatus: row.httpStatus,
    httpVersion: row.httpVersion,
    cacheStatus: row.cacheStatus,
    age: row.age,
    colo: row.colo,
    cfRay: row.cfRay,
    dnsMs: row.dnsMs,
    connectMs: row.connectMs,
    tlsMs: row.tlsMs,
    ttfbMs: row.ttfbMs,
    totalMs: row.totalMs,
    fingerprint: row.fingerprint,
    bytes: row.bytes,
    contentType: row.contentType,
    contentEncoding: row.contentEncoding,
    cacheControl: row.cacheControl,
    etag: row.etag,
    lastModified: row.lastModified,
    vary: row.vary,
    cacheTag: row.cacheTag,
    setsCookie: row.setsCookie,
    redirectTo: row.redirectTo,
    redirectStays: row.redirectStays,
    language: row.language,
    edgeDate: row.edgeDate?.toISOString() ?? null,
    findings: row.findings as Finding[],
    error: row.error,
  };
}
