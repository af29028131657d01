/** The longest wait that is believed, in milliseconds: Cloudflare's global block lasts five minutes. */
const longestWaitMs = 300_000;

/** The form that HTTP dates have today (RFC 9110 section 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT". */
const httpDate = /[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/g;

/**
 * Retry-After in milliseconds: seconds or an HTTP date (RFC 9110 section 10.2.3), clamped to 0 to 5
 * minutes. Of several the longest counts.
 *
 * @param value as Headers.get() answers it: several headers are joined by commas
 * @returns null when absent or not understood
 */
export function readRetryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  const dates = value.match(httpDate) ?? [];
  const waits = [
    ...dates.map((date) => Date.parse(date) - now.getTime()),
    ...value
      .replace(httpDate, "")
      .split(",")
      // JavaScript would read numbers into nearly anything.
      .filter((part) => /^\s*\d+\s*$/.test(part))
      .map((seconds) => Number(seconds) * 1000),
  ].filter((ms) => !Number.isNaN(ms));
  if (waits.length === 0) return null;
  return Math.min(Math.max(...waits, 0), longestWaitMs);
}
