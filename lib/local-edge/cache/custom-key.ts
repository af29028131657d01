import type { CacheLocation } from "./cache-key";

/** A header's value by its name in lower case. */
type ReadHeader = (name: string) => string | undefined;

/**
 * What the custom cache key of a page adds: the help page comes by device type and first language. A
 * header that is missing counts as empty, so a purge by URL without them names no copy of it (docs:
 * purge-cache-key; cache-keys, "User features").
 */
export function variantOf({ path }: CacheLocation, read: ReadHeader): string {
  if (path !== "/help" && path !== "/practice/by-language") return "";
  const device = (read("cf-device-type") ?? "").toLowerCase();
  return ` device=${device} lang=${firstLanguage(read("accept-language"))}`;
}

/** "de" of "de-CH,de;q=0.9"; "" without one. */
export function firstLanguage(acceptLanguage: string | undefined): string {
  return /^\s*([A-Za-z]{2,3})\b/.exec(acceptLanguage ?? "")?.[1]?.toLowerCase() ?? "";
}

/** mobile, tablet or desktop by User-Agent, as Cloudflare tells the origin in CF-Device-Type. */
export function deviceTypeOf(userAgent: string | undefined): "mobile" | "tablet" | "desktop" {
  if (/\bipad\b|\btablet\b/i.test(userAgent ?? "")) return "tablet";
  return /\bmobi/i.test(userAgent ?? "") ? "mobile" : "desktop";
}
