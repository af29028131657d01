import * as z from "zod";
import { purge } from "./purges";
import { accountSending } from "./sending";
import { tenantRef, tenantSummary } from "./tenants";
import { plainText } from "./text";
import { triggerSources } from "./words";

export const overviewQuery = z.strictObject({
  /** How many days back. */
  days: z.coerce.number().int().min(1).max(90).default(14),
});

/** What is known of the connection to Cloudflare, from the calls made since the console started. */
export const connection = z.strictObject({
  mode: z.enum(["practice", "cloudflare"]),
  /** untried: no call was made since the start; limited: the last one met the rate limit. */
  state: z.enum(["working", "untried", "limited", "failing", "refused", "no_token"]),
  message: z.string(),
  lastAcceptedAt: z.string().nullable(),
  lastFailedAt: z.string().nullable(),
});
export type Connection = z.infer<typeof connection>;

export const overview = z.strictObject({
  connection,
  /** Purges that failed and that nobody has closed, newest first, at most 20. */
  failures: z.array(purge),
  failureCount: z.number(),
  /** Not sent or not answered yet. */
  waitingCount: z.number(),
  /** Of these, those that have waited for more than a minute. */
  lateCount: z.number(),
  /** What the console's own probes showed in the last 24 hours. */
  proofs: z.strictObject({
    verified: z.number(),
    notVerified: z.number(),
    cannotTell: z.number(),
    /** Purges around which other tenants' pages went cold, newest first, at most 5; not those of an import's burst. */
    collateral: z.array(
      z.strictObject({
        purgeId: z.string(),
        tenant: tenantRef.nullable(),
        at: z.string(),
        summary: z.string(),
      }),
    ),
  }),
  /** How sending stands, for each account that anything was sent to. */
  sending: z.array(accountSending),
  /** One entry a day (UTC), oldest first, days without purges included. */
  activity: z.array(
    z.strictObject({
      day: z.string(),
      bySource: z.array(
        z.strictObject({
          source: z.enum(triggerSources),
          accepted: z.number(),
          failed: z.number(),
          waiting: z.number(),
        }),
      ),
    }),
  ),
  topTenants: z.array(
    z.strictObject({ tenant: tenantRef, purges: z.number(), failed: z.number() }),
  ),
  /** From when on purges are on record without gaps: older ones were removed by retention. null: all are. */
  knownSince: z.string().nullable(),
});
export type Overview = z.infer<typeof overview>;

export const searchQuery = z.strictObject({ q: plainText(1, 500) });

/** What one search box finds: tenants by id, slug, name, host; purges by id, ticket, tag, URL. */
export const searchResult = z.strictObject({
  tenants: z.array(tenantSummary),
  purges: z.array(purge),
});
export type SearchResult = z.infer<typeof searchResult>;
