import { afterEach, describe, expect, it, vi } from "vitest";
import type { HttpAnswer } from "../http/call-http";
import { createCacheEntry, readCacheTags } from "./cache-entry";
import { encodingClassOf, locationOfRequest, locationOfUrl, normalizePrefix } from "./cache-key";
import { EdgeCache } from "./edge-cache";
import { createPurgePropagation } from "./propagate-purge";
import { storageRuleOf } from "./storage-rule";

const HEADERS = { "Cache-Control": "s-maxage=60", "Cache-Tag": "page:x" };

function answerOf(headers: Record<string, string>, body = "body"): HttpAnswer {
  return { status: 200, headers: Object.entries(headers), body: Buffer.from(body) };
}

function locate(path: string) {
  const location = locationOfRequest("acme.test", path);
  if (!location) throw new Error("not a path");
  return location;
}

function put(cache: EdgeCache, path: string, body = "body"): void {
  const answer = answerOf(HEADERS, body);
  const rule = storageRuleOf(answer);
  if (!rule) throw new Error("not storable");
  const fill = cache.beginFill("zone");
  cache.store(fill, createCacheEntry("zone", locate(path), "identity", answer, rule, 0), 0);
  cache.endFill(fill);
}

const has = (cache: EdgeCache, path: string) => cache.find(locate(path), "identity") !== undefined;

describe("limits of the cache", () => {
  it("lets the least recently used entry go when there are too many", () => {
    const cache = new EdgeCache({ maxEntries: 2, maxBytes: 1_000_000 });
    put(cache, "/a");
    put(cache, "/b");
    has(cache, "/a");
    put(cache, "/c");
    expect([has(cache, "/a"), has(cache, "/b"), has(cache, "/c")]).toEqual([true, false, true]);
  });

  it("counts bytes, also when an entry is replaced or purged", () => {
    const cache = new EdgeCache({ maxEntries: 100, maxBytes: 2_000 });
    for (let turn = 0; turn < 20; turn += 1) put(cache, "/a", "x".repeat(900));
    put(cache, "/b", "x".repeat(900));
    expect(cache.size).toBe(2);
    put(cache, "/c", "x".repeat(900));
    expect([has(cache, "/a"), cache.size]).toEqual([false, 2]);
    expect(cache.apply("zone", "purge", { kind: "everything" }, 0)).toBe(2);
    put(cache, "/d", "x".repeat(1800));
    expect(cache.size).toBe(1);
  });
});

describe("Cache-Tag", () => {
  it("is read from several fields, without case, blanks and empty items", () => {
    const headers = [
      ["cache-tag", " Tenant:42 ,,page:x,"],
      ["Cache-Tag", "Tenant:42, b"],
    ] as const;
    expect([...readCacheTags(headers)]).toEqual(["tenant:42", "page:x", "b"]);
  });

  it("loses tags with spaces or without ASCII, and what lies beyond 16 KB", () => {
    const long = "a".repeat(16 * 1024);
    expect([...readCacheTags([["Cache-Tag", `two words,naïve,ok`]])]).toEqual(["ok"]);
    expect([...readCacheTags([["Cache-Tag", `${long},late`]])]).toEqual([long]);
  });
});

describe("the lifetime of an answer", () => {
  it.each([
    ["max-age=5, s-maxage=60", 60],
    ["public, max-age=5", 5],
    ['S-MaxAge="7"', 7],
  ])("%s is kept for %i s", (header, expected) => {
    expect(storageRuleOf(answerOf({ "Cache-Control": header }))?.freshSeconds).toBe(expected);
  });

  it.each(["s-maxage=0, max-age=60", "max-age=-1", "max-age=x", "", "s-maxage=60, no-store"])(
    "%j is not kept",
    (header) => {
      expect(storageRuleOf(answerOf({ "Cache-Control": header }))).toBeUndefined();
    },
  );
});

describe("keys", () => {
  it("normalise hosts, ports, escapes and dot segments, and keep the path's case", () => {
    expect(locationOfUrl("HTTPS://Acme.Test:443/%7Ea/./B/../C%2f?Q=%7e#x")).toEqual({
      host: "acme.test",
      path: "/~a/C%2F",
      query: "?Q=%7e",
      variant: "",
    });
    expect(locationOfRequest("acme.test", "//evil.test/x")).toMatchObject({
      host: "acme.test",
      path: "//evil.test/x",
    });
    expect(normalizePrefix("Acme.Test/Blog/")).toEqual({ host: "acme.test", path: "/Blog/" });
    expect(normalizePrefix("acme.test")).toEqual({ host: "acme.test", path: "" });
  });

  it.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip", "gzip"],
    ["br;q=1.0, GZIP;q=0.1", "gzip"],
    ["*", "gzip"],
    ["gzip;q=0", "identity"],
    ["gzip; q=0.000", "identity"],
    ["br, zstd", "identity"],
  ])("fold Accept-Encoding %s into %s", (header, expected) => {
    expect(encodingClassOf(header)).toBe(expected);
  });
});

describe("propagation", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("reaches every data centre after the delay and not before", () => {
    vi.useFakeTimers();
    const caches = [new EdgeCache(), new EdgeCache()];
    for (const cache of caches) put(cache, "/a");
    const propagation = createPurgePropagation(caches, 20, () => 0);
    propagation.send("zone", "purge", { kind: "everything" });
    vi.advanceTimersByTime(19);
    expect(caches.map(({ size }) => size)).toEqual([1, 1]);
    vi.advanceTimersByTime(1);
    expect(caches.map(({ size }) => size)).toEqual([0, 0]);
  });

  it("drops what is under way when it is stopped", () => {
    vi.useFakeTimers();
    const cache = new EdgeCache();
    put(cache, "/a");
    const propagation = createPurgePropagation([cache], 20, () => 0);
    propagation.send("zone", "purge", { kind: "everything" });
    propagation.stop();
    vi.advanceTimersByTime(100);
    expect(cache.size).toBe(1);
  });
});
