/** A purge is given up after this many failures that count (see recordAnswer). */
export const maxFailures = 6;

/** Six tries take a minute and a half at most, three quarters of a minute on average. */
const firstDelayMs = 3_000;
const longestDelayMs = 60_000;

/**
 * How long to wait before the next try, in milliseconds: exponential backoff with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), never less than Cloudflare
 * asks for.
 *
 * @param failures how many failures there were, from 1
 * @param random a number from 0 to 1
 */
export function retryDelayMs(
  failures: number,
  retryAfterMs: number | null,
  random: number,
): number {
  const cap = Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs);
  const backoff = Math.round(cap * random);
  return retryAfterMs === null ? Math.max(backoff, 100) : retryAfterMs + Math.round(backoff / 4);
}
