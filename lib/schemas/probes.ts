import * as z from "zod";

/** What a probe may notice beside the cache status. lib/domain/probes/find-hygiene.ts has the rules. */
export const findingCodes = [
  "cached_cookie",
  "cached_error",
  "cached_redirect",
  "private_but_hit",
  "foreign_marker",
  "wrong_language",
  "tags_missing",
  "tags_unplanned",
  "tags_near_limit",
  "html_for_a_year",
  "never_needs_purge",
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** Something that is wrong, or worth knowing, in how a page is cached. */
export const finding = z.strictObject({
  code: z.enum(findingCodes),
  /** What was seen, in one sentence. */
  reason: z.string(),
});
export type Finding = z.infer<typeof finding>;

/** One request through the edge and what came back. null: the answer did not have it. */
export const probe = z.strictObject({
  id: z.string(),
  /** during: it was sent for a before, and answered once the purge was out, so that it is neither. */
  phase: z.enum(["before", "during", "after"]).nullable(),
  /** Probes with the same number were sent together. */
  round: z.number().nullable(),
  url: z.string(),
  /** The page's variant that was asked for; null: the default one. */
  variant: z.string().nullable(),
  startedAt: z.string(),
  /** Where the agent that sent it is, in its operator's words; null: the console sent it. */
  place: z.string().nullable(),
  httpStatus: z.number().nullable(),
  /** "1.1" */
  httpVersion: z.string().nullable(),
  /** CF-Cache-Status in upper case, Cloudflare's word. */
  cacheStatus: z.string().nullable(),
  /** Seconds. */
  age: z.number().nullable(),
  colo: z.string().nullable(),
  cfRay: z.string().nullable(),
  /** Milliseconds that finding the address, connecting and the TLS handshake took; null: there was none. */
  dnsMs: z.number().nullable(),
  connectMs: z.number().nullable(),
  tlsMs: z.number().nullable(),
  /** Milliseconds from the start of the probe to the first byte of the answer, and to its end. */
  ttfbMs: z.number().nullable(),
  totalMs: z.number().nullable(),
  /** Of the body, unpacked and without what the page leaves out: equal fingerprints are equal content. */
  fingerprint: z.string().nullable(),
  /** Of the body, unpacked. */
  bytes: z.number().nullable(),
  contentType: z.string().nullable(),
  contentEncoding: z.string().nullable(),
  cacheControl: z.string().nullable(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  vary: z.string().nullable(),
  /** Cache-Tag, as only an origin shows it: the edge strips it. */
  cacheTag: z.string().nullable(),
  /** Whether the answer sets a cookie. Its value is not kept. */
  setsCookie: z.boolean().nullable(),
  /** Of a redirect: where it points, and whether that is a host of this tenant. It is not followed. */
  redirectTo: z.string().nullable(),
  redirectStays: z.boolean().nullable(),
  /** Content-Language, else the lang of the HTML, in lower case. */
  language: z.string().nullable(),
  /** The answer's Date: the clock of the edge, in whole seconds. */
  edgeDate: z.string().nullable(),
  findings: z.array(finding),
  /** Why there was no answer. */
  error: z.string().nullable(),
});
export type Probe = z.infer<typeof probe>;
