import type { PracticePlan } from "../practice-world";

/** What a plan allows (purge-cache page of 2026-09-29, "Availability and limits"). */
export interface PlanLimits {
  /** Requests per second that come back to the bucket of tags, hosts, prefixes and everything. */
  refillPerSecond: number;
  bucketSize: number;
  /** Moving average for purges by file, URLs per second. */
  fileUrlsPerSecond: number;
  filesPerRequest: number;
}

export const PLAN_LIMITS: Record<PracticePlan, PlanLimits> = {
  free: { refillPerSecond: 5 / 60, bucketSize: 25, fileUrlsPerSecond: 800, filesPerRequest: 100 },
  pro: { refillPerSecond: 5, bucketSize: 25, fileUrlsPerSecond: 1500, filesPerRequest: 100 },
  business: { refillPerSecond: 10, bucketSize: 50, fileUrlsPerSecond: 1500, filesPerRequest: 100 },
  enterprise: {
    refillPerSecond: 50,
    bucketSize: 500,
    fileUrlsPerSecond: 3000,
    filesPerRequest: 500,
  },
};

/** Tags, hosts or prefixes in one request, the same on every plan. */
export const ITEMS_PER_REQUEST = 100;
