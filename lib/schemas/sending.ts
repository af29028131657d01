import * as z from "zod";
import { allowanceKinds, plans } from "./words";

/** How sending stands for a Cloudflare account's zones of one plan, by requests or by files. */
export const accountSending = z.strictObject({
  accountId: z.string(),
  plan: z.enum(plans),
  /** What is counted: requests by tags, prefixes, hosts and everything, or the URLs of purges by URL. */
  kind: z.enum(allowanceKinds),
  /** Names of its zones, at most 20. */
  zones: z.array(z.string()),
  /** What may be used at once, of how much, and how much comes back a second. */
  tokens: z.number(),
  bucket: z.number(),
  perSecond: z.number(),
  /** Less than perSecond after a 429, until it proves right. */
  believedPerSecond: z.number(),
  keptForPeople: z.number(),
  /** After a 429; null: not paused. */
  pausedUntil: z.string().nullable(),
  lastLimitedAt: z.string().nullable(),
  /** open: nothing is sent after many failures; half_open: the next call tries. */
  breaker: z.enum(["closed", "open", "half_open"]),
  openUntil: z.string().nullable(),
  failuresInRow: z.number(),
  /** Retries that the quota still allows. */
  retriesLeft: z.number(),
  queued: z.number(),
  scheduled: z.number(),
  sending: z.number(),
  /** Waiting for more than a minute. */
  late: z.number(),
  /** When the oldest of those that wait was requested. */
  oldestAt: z.string().nullable(),
});
export type AccountSending = z.infer<typeof accountSending>;
