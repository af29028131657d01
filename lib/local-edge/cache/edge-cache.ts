import { headerValue, type HeaderList } from "../http/call-http";
import type { CacheEntry } from "./cache-entry";
import { primaryKey, type CacheLocation, type EncodingClass } from "./cache-key";
import { selectorNames, type PurgeSelector } from "./purge-selector";

export type PurgeMethod = "purge" | "invalidate";

/** A request to the origin on its way, and the purges that arrived while it was. */
export interface Fill {
  zoneId: string;
  arrived: { method: PurgeMethod; selector: PurgeSelector }[];
}

export interface CacheLimits {
  maxEntries: number;
  maxBytes: number;
}

const DEFAULT_LIMITS: CacheLimits = { maxEntries: 20_000, maxBytes: 64 * 1024 * 1024 };

/**
 * The cache of one data centre. The least recently used entries go first when a limit is passed.
 *
 * Whatever wants to store must begin a fill before it asks the origin: a purge that arrives in
 * between also applies to what comes back, or a slow answer from before the purge would be kept as
 * if it were new.
 */
export class EdgeCache {
  private readonly entries = new Map<string, CacheEntry>();
  private readonly fills = new Set<Fill>();
  private bytes = 0;

  constructor(private readonly limits: CacheLimits = DEFAULT_LIMITS) {}

  find(location: CacheLocation, encoding: EncodingClass): CacheEntry | undefined {
    const primary = primaryKey(location);
    for (const variant of [encoding, "any"] as const) {
      const key = entryKey(primary, variant);
      const entry = this.entries.get(key);
      if (!entry) continue;
      this.entries.delete(key);
      this.entries.set(key, entry);
      return entry;
    }
    return undefined;
  }

  beginFill(zoneId: string): Fill {
    const fill: Fill = { zoneId, arrived: [] };
    this.fills.add(fill);
    return fill;
  }

  endFill(fill: Fill): void {
    this.fills.delete(fill);
  }

  /** Keeps an entry unless a purge that arrived during its fill names it. `now` in ms. */
  store(fill: Fill, entry: CacheEntry, now: number): void {
    const arrived = fill.arrived.filter(({ selector }) => selectorNames(selector, entry));
    if (arrived.some(({ method }) => method === "purge")) return;
    if (arrived.length > 0) entry.expiresAt = Math.min(entry.expiresAt, now);
    this.remove(entry);
    this.entries.set(entryKey(entry.primaryKey, entry.encoding), entry);
    this.bytes += sizeOf(entry);
    for (const oldest of this.entries.values()) {
      if (this.entries.size <= this.limits.maxEntries && this.bytes <= this.limits.maxBytes) break;
      this.remove(oldest);
    }
  }

  /**
   * Makes an entry fresh again after the origin answered 304 (RFC 9111 section 4.3.4): Age starts
   * anew and the header fields that came with the 304 replace the stored ones.
   */
  confirm(fill: Fill, entry: CacheEntry, headers: HeaderList, now: number): CacheEntry {
    const confirmed: CacheEntry = {
      ...entry,
      headers: entry.headers.map(([name, value]) => [name, headerValue(headers, name) ?? value]),
      storedAt: now,
      expiresAt: now + entry.rule.freshSeconds * 1000,
    };
    this.store(fill, confirmed, now);
    return confirmed;
  }

  remove(entry: CacheEntry): void {
    const key = entryKey(entry.primaryKey, entry.encoding);
    const stored = this.entries.get(key);
    if (!stored) return;
    this.entries.delete(key);
    this.bytes -= sizeOf(stored);
  }

  /**
   * Deletes (purge) or expires (invalidate) what the selector names in one zone. An invalidated
   * entry's stale windows count from now. Returns how many entries were touched.
   */
  apply(zoneId: string, method: PurgeMethod, selector: PurgeSelector, now: number): number {
    for (const fill of this.fills) {
      if (fill.zoneId === zoneId) fill.arrived.push({ method, selector });
    }
    let touched = 0;
    for (const entry of [...this.entries.values()]) {
      if (entry.zoneId !== zoneId || !selectorNames(selector, entry)) continue;
      touched += 1;
      if (method === "purge") this.remove(entry);
      else entry.expiresAt = Math.min(entry.expiresAt, now);
    }
    return touched;
  }

  get size(): number {
    return this.entries.size;
  }
}

function entryKey(primary: string, encoding: CacheEntry["encoding"]): string {
  return `${encoding} ${primary}`;
}

function sizeOf(entry: CacheEntry): number {
  const headerBytes = entry.headers.reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  return entry.body.length + headerBytes + entry.primaryKey.length;
}
