import type { PracticeZone } from "../practice-world";
import { PLAN_LIMITS, type PlanLimits } from "./plan-limits";

/** The state of one limit after a request. Times in seconds. */
export interface BudgetAnswer {
  allowed: boolean;
  /** What is left: requests of the bucket, or URLs of the moving average. */
  remaining: number;
  capacity: number;
  /** Empty to full. */
  windowSeconds: number;
  /** Until one more request would be accepted, rounded up; 0 when one would be now. */
  waitSeconds: number;
}

export interface PurgeBudget {
  /** Takes one token for a purge by tags, hosts, prefixes or everything, when there is one. */
  takeRequest(zone: PracticeZone): BudgetAnswer;
  /** Counts the URLs of a purge by file, when the moving average allows them. */
  takeFiles(zone: PracticeZone, urlCount: number): BudgetAnswer;
}

interface Bucket {
  tokens: number;
  filledAt: number;
  fileUrls: { at: number; count: number }[];
}

const FILE_WINDOW_MS = 1000;

/**
 * Rate limits per account, shared by its zones of one plan and by purge and invalidate
 * (purge-cache page of 2026-09-29). Counted in requests, not in tags. How long Cloudflare averages
 * the file limit is not documented; here it is one second. `clock` in ms.
 */
export function createPurgeBudget(clock: () => number): PurgeBudget {
  const buckets = new Map<string, Bucket>();

  const bucketOf = (zone: PracticeZone, limits: PlanLimits): Bucket => {
    const key = `${zone.accountId}:${zone.plan}`;
    const now = clock();
    const bucket = buckets.get(key) ?? { tokens: limits.bucketSize, filledAt: now, fileUrls: [] };
    const refill = (Math.max(0, now - bucket.filledAt) / 1000) * limits.refillPerSecond;
    bucket.tokens = Math.min(limits.bucketSize, bucket.tokens + refill);
    bucket.filledAt = now;
    bucket.fileUrls = bucket.fileUrls.filter(({ at }) => at > now - FILE_WINDOW_MS);
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    takeRequest(zone) {
      const limits = PLAN_LIMITS[zone.plan];
      const bucket = bucketOf(zone, limits);
      // Refill is a sum of fractions; without this slack a full second can yield 0.9999 tokens.
      const allowed = bucket.tokens >= 1 - 1e-9;
      if (allowed) bucket.tokens = Math.max(0, bucket.tokens - 1);
      const missing = Math.max(0, 1 - bucket.tokens);
      return {
        allowed,
        remaining: Math.floor(bucket.tokens + 1e-9),
        capacity: limits.bucketSize,
        windowSeconds: Math.round(limits.bucketSize / limits.refillPerSecond),
        waitSeconds: Math.ceil(missing / limits.refillPerSecond - 1e-9),
      };
    },
    takeFiles(zone, urlCount) {
      const limits = PLAN_LIMITS[zone.plan];
      const bucket = bucketOf(zone, limits);
      const used = bucket.fileUrls.reduce((sum, { count }) => sum + count, 0);
      const allowed = used + urlCount <= limits.fileUrlsPerSecond;
      if (allowed) bucket.fileUrls.push({ at: bucket.filledAt, count: urlCount });
      return {
        allowed,
        remaining: limits.fileUrlsPerSecond - used - (allowed ? urlCount : 0),
        capacity: limits.fileUrlsPerSecond,
        windowSeconds: 1,
        waitSeconds: allowed ? 0 : 1,
      };
    },
  };
}
