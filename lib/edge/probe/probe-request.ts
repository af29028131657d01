import type { LeaveOutRule, ProbeHeader } from "@/lib/schemas/page-setup";

/** What to probe. host comes from the tenant's record, never from free text. */
export interface ProbeRequest {
  host: string;
  /** Path and query. */
  path: string;
  /** Where to connect instead of resolving the host, as curl --connect-to does. */
  edge: { scheme: "http" | "https"; address: string } | null;
  /** Headers of the page's variant, by their names in lower case. */
  headers?: Record<string, string>;
  /** A header with a secret of the environment; it goes to hosts that the secret is for, and nowhere else. */
  probeHeader?: ProbeHeader | null;
  /** What the fingerprint leaves out. */
  leaveOut?: LeaveOutRule[];
  /** The texts before and after the place where a page says whose it is. */
  marker?: { begin: string; end: string } | null;
}

/** JSON as pairs of pointer and value in text, and how many more there were than are kept. */
export interface JsonLeaves {
  values: Record<string, string>;
  more: number;
}

/** What came back. A field is null when the answer did not have it; all are when there was no answer. */
export interface ProbeAnswer {
  httpStatus: number | null;
  httpVersion: string | null;
  cacheStatus: string | null;
  /** Seconds. */
  age: number | null;
  colo: string | null;
  cfRay: string | null;
  /** Milliseconds; null: there was no such phase. */
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  /** Milliseconds from the start to the first byte, and to the end of the body. */
  ttfbMs: number | null;
  totalMs: number | null;
  fingerprint: string | null;
  /** Of the body, unpacked. */
  bytes: number | null;
  contentType: string | null;
  contentEncoding: string | null;
  cacheControl: string | null;
  etag: string | null;
  lastModified: string | null;
  vary: string | null;
  cacheTag: string | null;
  setsCookie: boolean | null;
  /** The Location of a redirect, made whole. */
  redirectTo: string | null;
  language: string | null;
  edgeDate: Date | null;
  jsonLeaves: JsonLeaves | null;
  /** Whose the page says it is: what stands in the marker's place, each once. */
  markers: string[];
  error: string | null;
}

export const noAnswer: Omit<ProbeAnswer, "error"> = {
  httpStatus: null,
  httpVersion: null,
  cacheStatus: null,
  age: null,
  colo: null,
  cfRay: null,
  dnsMs: null,
  connectMs: null,
  tlsMs: null,
  ttfbMs: null,
  totalMs: null,
  fingerprint: null,
  bytes: null,
  contentType: null,
  contentEncoding: null,
  cacheControl: null,
  etag: null,
  lastModified: null,
  vary: null,
  cacheTag: null,
  setsCookie: null,
  redirectTo: null,
  language: null,
  edgeDate: null,
  jsonLeaves: null,
  markers: [],
};
