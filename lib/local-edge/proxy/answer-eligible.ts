import { createCacheEntry, type CacheEntry } from "../cache/cache-entry";
import { primaryKey, type CacheLocation, type EncodingClass } from "../cache/cache-key";
import type { EdgeCache } from "../cache/edge-cache";
import { storageRuleOf } from "../cache/storage-rule";
import { headerValue, type HttpAnswer } from "../http/call-http";
import { keptSeconds } from "./cache-rule";
import type { EdgeAnswer } from "./edge-answer";

export interface EligibleRequest {
  zoneId: string;
  location: CacheLocation;
  encoding: EncodingClass;
  /** Requests with Authorization are neither answered from the cache nor stored. */
  isAuthorized: boolean;
}

/** Asks the origin with GET; extra headers carry the conditions of a revalidation. */
export type AskOrigin = (conditions: [string, string][]) => Promise<HttpAnswer>;

/** One data centre: its cache and the misses that are on their way. */
export interface DataCentre {
  colo: string;
  cache: EdgeCache;
  /** Misses by key, so that visitors who come together cause one origin request. */
  misses: Map<string, Promise<void>>;
  /** Keys that are being refreshed in the background. */
  refreshing: Set<string>;
  clock: () => number;
}

/**
 * Answers an eligible request: HIT, MISS, EXPIRED, REVALIDATED, UPDATING, STALE or BYPASS, as the
 * cache-responses page defines them.
 * @throws the socket's error when the origin cannot be reached and no stale copy may answer.
 */
export async function answerEligible(
  centre: DataCentre,
  request: EligibleRequest,
  askOrigin: AskOrigin,
): Promise<EdgeAnswer> {
  if (request.isAuthorized) return { ...(await askOrigin([])), cacheStatus: "BYPASS" };
  const entry = centre.cache.find(request.location, request.encoding);
  if (!entry) return answerMiss(centre, request, askOrigin);
  const now = centre.clock();
  if (now < entry.expiresAt) return fromCache(centre, entry, "HIT");
  if (now < entry.expiresAt + entry.rule.staleWhileRevalidateSeconds * 1000) {
    refreshInBackground(centre, request, entry, askOrigin);
    return fromCache(centre, entry, "UPDATING");
  }
  return revalidate(centre, request, entry, askOrigin);
}

/**
 * The first visitor fetches; those who come meanwhile wait and then find it in the cache. When it
 * could not be stored they each ask for themselves: an answer that is private to the first visitor
 * must not reach the others.
 */
async function answerMiss(
  centre: DataCentre,
  request: EligibleRequest,
  askOrigin: AskOrigin,
): Promise<EdgeAnswer> {
  const key = `${request.encoding} ${primaryKey(request.location)}`;
  const earlier = centre.misses.get(key);
  if (earlier) {
    await earlier;
    const entry = centre.cache.find(request.location, request.encoding);
    if (entry && centre.clock() < entry.expiresAt) return fromCache(centre, entry, "HIT");
  }
  const fetched = fetchAndStore(centre, request, undefined, askOrigin);
  const settled = fetched.then(
    () => undefined,
    () => undefined,
  );
  centre.misses.set(key, settled);
  try {
    return await fetched;
  } finally {
    if (centre.misses.get(key) === settled) centre.misses.delete(key);
  }
}

async function revalidate(
  centre: DataCentre,
  request: EligibleRequest,
  entry: CacheEntry,
  askOrigin: AskOrigin,
): Promise<EdgeAnswer> {
  try {
    const answer = await fetchAndStore(centre, request, entry, askOrigin);
    if (answer.status < 500 || !mayServeStale(centre, entry)) return answer;
  } catch (error) {
    if (!mayServeStale(centre, entry)) throw error;
  }
  return fromCache(centre, entry, "STALE");
}

/** SWR is asynchronous: the visitor already has the stale copy (changelog 2026-02-26). */
function refreshInBackground(
  centre: DataCentre,
  request: EligibleRequest,
  entry: CacheEntry,
  askOrigin: AskOrigin,
): void {
  const key = `${entry.encoding} ${entry.primaryKey}`;
  if (centre.refreshing.has(key)) return;
  centre.refreshing.add(key);
  fetchAndStore(centre, request, entry, askOrigin)
    // The stale copy stays, and the next visitor after the window meets the error.
    .catch(() => undefined)
    .finally(() => centre.refreshing.delete(key));
}

async function fetchAndStore(
  centre: DataCentre,
  request: EligibleRequest,
  stale: CacheEntry | undefined,
  askOrigin: AskOrigin,
): Promise<EdgeAnswer> {
  const fill = centre.cache.beginFill(request.zoneId);
  try {
    const answer = await askOrigin(stale ? conditionsFor(stale) : []);
    const now = centre.clock();
    if (stale && answer.status === 304) {
      const confirmed = centre.cache.confirm(fill, stale, answer.headers, now);
      return { ...confirmed, cacheStatus: "REVALIDATED", ageSeconds: 0 };
    }
    const rule = storageRuleOf(answer, keptSeconds(request.location));
    if (rule) {
      const { zoneId, location, encoding } = request;
      const entry = createCacheEntry(zoneId, location, encoding, answer, rule, now);
      centre.cache.store(fill, entry, now);
      return { ...answer, cacheStatus: stale ? "EXPIRED" : "MISS" };
    }
    // An origin that fails says nothing about the copy; any other answer has replaced it.
    if (stale && answer.status < 500) centre.cache.remove(stale);
    return { ...answer, cacheStatus: "BYPASS" };
  } finally {
    centre.cache.endFill(fill);
  }
}

function conditionsFor(entry: CacheEntry): [string, string][] {
  const etag = headerValue(entry.headers, "etag");
  const lastModified = headerValue(entry.headers, "last-modified");
  const conditions: [string, string][] = [];
  if (etag !== undefined) conditions.push(["If-None-Match", etag]);
  if (lastModified !== undefined) conditions.push(["If-Modified-Since", lastModified]);
  return conditions;
}

function mayServeStale(centre: DataCentre, entry: CacheEntry): boolean {
  if (entry.rule.mustRevalidate) return false;
  const limit = entry.rule.staleIfErrorSeconds;
  return limit === undefined || centre.clock() < entry.expiresAt + limit * 1000;
}

function fromCache(
  centre: DataCentre,
  entry: CacheEntry,
  cacheStatus: EdgeAnswer["cacheStatus"],
): EdgeAnswer {
  const ageSeconds = Math.max(0, Math.floor((centre.clock() - entry.storedAt) / 1000));
  return {
    status: entry.status,
    headers: entry.headers,
    body: entry.body,
    cacheStatus,
    ageSeconds,
  };
}
