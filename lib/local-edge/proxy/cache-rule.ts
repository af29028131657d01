import type { CacheLocation } from "../cache/cache-key";

/**
 * The zone's cache rule: which requests are eligible at all. Cloudflare caches no HTML or JSON
 * without such a rule; everything outside of it is DYNAMIC (docs: cache-responses).
 */
export function isEligible(method: string, location: CacheLocation): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  return /^\/(?:$|help$|billing(?:\/|$)|api\/billing(?:\/|$))/.test(location.path);
}
