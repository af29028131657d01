import * as z from "zod";

/** One request through the edge and what came back. null: the answer did not have it. */
export const probe = z.strictObject({
  id: z.string(),
  phase: z.enum(["before", "after"]).nullable(),
  /** Probes with the same number were sent together. */
  round: z.number().nullable(),
  url: z.string(),
  startedAt: z.string(),
  httpStatus: z.number().nullable(),
  /** CF-Cache-Status in upper case, Cloudflare's word. */
  cacheStatus: z.string().nullable(),
  /** Seconds. */
  age: z.number().nullable(),
  colo: z.string().nullable(),
  cfRay: z.string().nullable(),
  /** Milliseconds. */
  ttfbMs: z.number().nullable(),
  totalMs: z.number().nullable(),
  /** Of the body: equal fingerprints are equal content. */
  fingerprint: z.string().nullable(),
  bytes: z.number().nullable(),
  contentType: z.string().nullable(),
  /** Why there was no answer. */
  error: z.string().nullable(),
});
export type Probe = z.infer<typeof probe>;
