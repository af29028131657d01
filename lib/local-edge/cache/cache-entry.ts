import { headerValue, headerValues, type HeaderList, type HttpAnswer } from "../http/call-http";
import { primaryKey, type CacheLocation, type EncodingClass } from "./cache-key";
import type { StorageRule } from "./storage-rule";

/** One stored answer. Times are ms since the epoch, windows are seconds. */
export interface CacheEntry {
  zoneId: string;
  location: CacheLocation;
  primaryKey: string;
  /** "any" when the origin did not vary by Accept-Encoding. */
  encoding: EncodingClass | "any";
  status: number;
  headers: HeaderList;
  body: Buffer;
  tags: ReadonlySet<string>;
  /** When it was stored or last confirmed by the origin: the start of Age. */
  storedAt: number;
  expiresAt: number;
  rule: StorageRule;
}

/** Cloudflare reads at most 16 KB of Cache-Tag (docs: purge-by-tags). */
const MAX_TAG_HEADER_BYTES = 16 * 1024;

/** Makes an entry of an origin's answer that the storage rule allows to keep. */
export function createCacheEntry(
  zoneId: string,
  location: CacheLocation,
  encoding: EncodingClass,
  answer: HttpAnswer,
  rule: StorageRule,
  now: number,
): CacheEntry {
  // An encoded body without Vary would reach clients that cannot read it: keep it apart as well.
  const separate = rule.variesByEncoding || headerValue(answer.headers, "content-encoding");
  return {
    zoneId,
    location,
    primaryKey: primaryKey(location),
    encoding: separate ? encoding : "any",
    status: answer.status,
    headers: answer.headers,
    body: answer.body,
    tags: readCacheTags(answer.headers),
    storedAt: now,
    expiresAt: now + rule.freshSeconds * 1000,
    rule,
  };
}

/**
 * The tags of an answer: several Cache-Tag fields, comma-separated, white space around them dropped,
 * compared without case, only printable ASCII without spaces (docs: purge-by-tags).
 */
export function readCacheTags(headers: HeaderList): ReadonlySet<string> {
  const header = headerValues(headers, "cache-tag").join(",").slice(0, MAX_TAG_HEADER_BYTES);
  const tags = header.split(",").map((tag) => tag.trim().toLowerCase());
  return new Set(tags.filter((tag) => /^[\x21-\x7e]+$/.test(tag)));
}
