import type { CacheLocation } from "../cache/cache-key";

/**
 * The zone's cache rule: which requests are eligible at all. Cloudflare caches no HTML or JSON
 * without such a rule; everything outside of it is DYNAMIC (docs: cache-responses).
 */
export function isEligible(method: string, location: CacheLocation): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  return /^\/(?:$|help$|billing(?:\/|$)|api\/billing(?:\/|$)|practice\/)/.test(location.path);
}

/**
 * The zone's other rule: below it everything is kept for this long, whatever the origin says. Undefined: the
 * origin's word counts. Seconds.
 */
export function keptSeconds({ path }: CacheLocation): number | undefined {
  return path.startsWith("/practice/kept/") ? 3_600 : undefined;
}
