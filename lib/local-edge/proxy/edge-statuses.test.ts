import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ACME, ask, eventually } from "../testing/practice-fixture";
import { startScriptedOrigin } from "../testing/scripted-origin";

type Scripted = Awaited<ReturnType<typeof startScriptedOrigin>>;

const CACHED = {
  "Cache-Control": "public, max-age=0, s-maxage=60",
  "Cache-Tag": "Tenant:42,page:x",
};

let edge: Scripted;
beforeEach(async () => {
  edge = await startScriptedOrigin();
});
afterEach(() => edge.close());

const get = (path = "/billing", headers: Record<string, string> = {}, method = "GET") =>
  ask(edge.address, path, { method, headers: { Host: `${ACME}:8787`, ...headers } });

describe("MISS and HIT", () => {
  it("stores on MISS and answers HIT with the Age in whole seconds", async () => {
    edge.answerPlain(200, CACHED, "one");
    const first = await get();
    expect([first.cacheStatus, first.header("age"), first.text]).toEqual([
      "MISS",
      undefined,
      "one",
    ]);
    edge.clock.advance(7.9);
    const second = await get();
    expect([second.cacheStatus, second.header("age"), second.text]).toEqual(["HIT", "7", "one"]);
    expect(edge.requests).toHaveLength(1);
  });

  it("strips Cache-Tag and sends cf-ray with the colo, Date and no hop headers", async () => {
    edge.answerPlain(200, { ...CACHED, "Keep-Alive": "timeout=99" }, "one");
    for (const seen of [await get(), await get(), await get("/account")]) {
      expect(seen.header("cache-tag")).toBeUndefined();
      expect(seen.header("cf-ray")).toMatch(/^[0-9a-f]{16}-FRA$/);
      expect(seen.header("date")).toBe(new Date(edge.clock.now()).toUTCString());
      expect(seen.header("keep-alive")).not.toBe("timeout=99");
    }
  });

  it("keeps the query string as part of the key", async () => {
    edge.answerPlain(200, CACHED, "one");
    await get("/billing?page=1");
    expect((await get("/billing?page=1")).cacheStatus).toBe("HIT");
    expect((await get("/billing?page=2")).cacheStatus).toBe("MISS");
    expect((await get("/billing")).cacheStatus).toBe("MISS");
  });

  it("treats encoded and raw forms of a path as one asset, and asks the origin for that", async () => {
    edge.answerPlain(200, CACHED, "one");
    await get("/%62illing/x/../invoices/%7e1");
    expect((await get("/billing/invoices/~1")).cacheStatus).toBe("HIT");
    expect(edge.requests[0]?.path).toBe("/billing/invoices/~1");
  });

  it("fills the cache on HEAD, and a HIT on HEAD has the length and no body", async () => {
    edge.answerPlain(200, CACHED, "twelve bytes");
    const head = await get("/billing", {}, "HEAD");
    expect([head.cacheStatus, head.text, head.header("content-length")]).toEqual([
      "MISS",
      "",
      "12",
    ]);
    expect(edge.requests[0]?.method).toBe("GET");
    const again = await get("/billing", {}, "HEAD");
    expect([again.cacheStatus, again.header("content-length")]).toEqual(["HIT", "12"]);
    expect((await get()).text).toBe("twelve bytes");
  });

  it("answers 304 to a visitor who has the stored copy", async () => {
    edge.answerPlain(200, { ...CACHED, ETag: '"v1"' }, "one");
    await get();
    const same = await get("/billing", { "If-None-Match": 'W/"v1", "v0"' });
    expect([same.status, same.cacheStatus, same.text]).toEqual([304, "HIT", ""]);
    expect((await get("/billing", { "If-None-Match": '"v0"' })).status).toBe(200);
  });

  it("asks the origin once for visitors who come together", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    edge.answerWith(async (_request, response) => {
      await gate;
      response.writeHead(200, CACHED).end("one");
    });
    const visits = Promise.all([get(), get(), get()]);
    await eventually(() => Promise.resolve(edge.requests.length > 0));
    release();
    const statuses = (await visits).map((seen) => seen.cacheStatus).sort();
    expect(statuses).toEqual(["HIT", "HIT", "MISS"]);
    expect(edge.requests).toHaveLength(1);
  });

  it("never gives one visitor's private answer to those who waited for it", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    let count = 0;
    edge.answerWith(async (_request, response) => {
      count += 1;
      const mine = count;
      await gate;
      response.writeHead(200, { "Cache-Control": "private" }).end(`private ${mine}`);
    });
    const visits = Promise.all([get(), get()]);
    await eventually(() => Promise.resolve(edge.requests.length > 0));
    release();
    const seen = await visits;
    expect(new Set(seen.map(({ text }) => text)).size).toBe(2);
    expect(seen.map(({ cacheStatus }) => cacheStatus)).toEqual(["BYPASS", "BYPASS"]);
  });
});

describe("after expiry", () => {
  it("answers EXPIRED with the new body when the origin has changed", async () => {
    edge.answerPlain(200, { ...CACHED, ETag: '"v1"' }, "one");
    await get();
    edge.clock.advance(60);
    edge.answerPlain(200, { ...CACHED, ETag: '"v2"' }, "two");
    const seen = await get();
    expect([seen.cacheStatus, seen.text, seen.header("age")]).toEqual([
      "EXPIRED",
      "two",
      undefined,
    ]);
    expect(edge.requests[1]?.headers["if-none-match"]).toBe('"v1"');
    expect((await get()).cacheStatus).toBe("HIT");
  });

  it("answers REVALIDATED from the cache on a 304, and Age starts anew", async () => {
    edge.answerPlain(200, { ...CACHED, ETag: '"v1"' }, "one");
    await get();
    edge.clock.advance(61);
    edge.answerPlain(304, { ...CACHED, ETag: '"v1"', "X-Fresh": "yes" }, "");
    const seen = await get();
    expect([seen.status, seen.cacheStatus, seen.text, seen.header("age")]).toEqual([
      200,
      "REVALIDATED",
      "one",
      "0",
    ]);
    edge.clock.advance(5);
    const hit = await get();
    expect([hit.cacheStatus, hit.header("age")]).toEqual(["HIT", "5"]);
  });

  it("answers UPDATING with the old body and refreshes in the background", async () => {
    const swr = { "Cache-Control": "s-maxage=60, stale-while-revalidate=30" };
    edge.answerPlain(200, swr, "one");
    await get();
    edge.clock.advance(75);
    edge.answerPlain(200, swr, "two");
    const seen = await get();
    expect([seen.cacheStatus, seen.text, seen.header("age")]).toEqual(["UPDATING", "one", "75"]);
    await eventually(async () => (await get()).cacheStatus === "HIT");
    expect((await get()).text).toBe("two");
    expect(edge.requests).toHaveLength(2);
  });

  it("refreshes once for all who come inside the window", async () => {
    const swr = { "Cache-Control": "s-maxage=60, stale-while-revalidate=30" };
    edge.answerPlain(200, swr, "one");
    await get();
    edge.clock.advance(75);
    edge.answerWith(() => undefined);
    for (const seen of [await get(), await get(), await get()]) {
      expect([seen.cacheStatus, seen.text]).toEqual(["UPDATING", "one"]);
    }
    await eventually(() => Promise.resolve(edge.requests.length > 1));
    expect(edge.requests).toHaveLength(2);
  });

  it("no longer answers UPDATING when the window has passed", async () => {
    const swr = { "Cache-Control": "s-maxage=60, stale-while-revalidate=30" };
    edge.answerPlain(200, swr, "one");
    await get();
    edge.clock.advance(90);
    expect((await get()).cacheStatus).toBe("EXPIRED");
  });

  it("answers STALE when the origin fails with 5xx or cannot be reached", async () => {
    edge.answerPlain(200, CACHED, "one");
    await get();
    edge.clock.advance(100);
    edge.answerPlain(503, {}, "broken");
    const failing = await get();
    expect([failing.status, failing.cacheStatus, failing.text]).toEqual([200, "STALE", "one"]);
    expect(failing.header("age")).toBe("100");
    await edge.goAway();
    expect((await get()).cacheStatus).toBe("STALE");
  });

  it("keeps to stale-if-error and must-revalidate", async () => {
    edge.answerPlain(200, { "Cache-Control": "s-maxage=60, stale-if-error=30" }, "one");
    await get();
    edge.answerPlain(200, { "Cache-Control": "s-maxage=60, must-revalidate" }, "one");
    await get("/");
    await edge.goAway();
    edge.clock.advance(89);
    expect((await get()).cacheStatus).toBe("STALE");
    edge.clock.advance(1);
    expect((await get()).status).toBe(521);
    expect((await get("/")).status).toBe(521);
  });

  it("answers 521 without a cache status when there is no copy", async () => {
    await edge.goAway();
    const seen = await get();
    expect([seen.status, seen.cacheStatus]).toEqual([521, undefined]);
    expect(seen.header("cf-ray")).toMatch(/-FRA$/);
  });
});

describe("BYPASS and DYNAMIC", () => {
  it.each([
    ["no-store", { "Cache-Control": "no-store, s-maxage=60" }],
    ["private", { "Cache-Control": "private, max-age=60" }],
    ["no-cache", { "Cache-Control": "no-cache, max-age=60" }],
    ["no lifetime", {}],
    ["Set-Cookie", { ...CACHED, "Set-Cookie": ["a=1", "b=2"] }],
    ["Vary: *", { ...CACHED, Vary: "*" }],
  ])("does not keep an answer with %s", async (_name, headers) => {
    edge.answerPlain(200, headers, "one");
    expect((await get()).cacheStatus).toBe("BYPASS");
    expect((await get()).cacheStatus).toBe("BYPASS");
    expect(edge.cache.size).toBe(0);
  });

  it("does not keep what is too big, or a failure", async () => {
    edge.answerPlain(200, CACHED, "x".repeat(2 * 1024 * 1024 + 1));
    expect((await get()).cacheStatus).toBe("BYPASS");
    edge.answerPlain(500, CACHED, "broken");
    const failed = await get();
    expect([failed.status, failed.cacheStatus]).toEqual([500, "BYPASS"]);
    expect(edge.cache.size).toBe(0);
  });

  it("passes every Set-Cookie on", async () => {
    edge.answerPlain(200, { "Set-Cookie": ["a=1", "b=2"] }, "one");
    const cookies = (await get()).headers.filter(([name]) => name.toLowerCase() === "set-cookie");
    expect(cookies.map(([, value]) => value)).toEqual(["a=1", "b=2"]);
  });

  it("neither reads nor fills the cache for a request with Authorization", async () => {
    edge.answerPlain(200, CACHED, "one");
    await get();
    edge.answerPlain(200, CACHED, "mine");
    const mine = await get("/billing", { Authorization: "Basic eA==" });
    expect([mine.cacheStatus, mine.text]).toEqual(["BYPASS", "mine"]);
    expect((await get()).text).toBe("one");
  });

  it("drops a copy that the origin has replaced with a private answer", async () => {
    edge.answerPlain(200, CACHED, "one");
    await get();
    edge.clock.advance(61);
    edge.answerPlain(200, { "Cache-Control": "private" }, "two");
    expect((await get()).cacheStatus).toBe("BYPASS");
    expect(edge.cache.size).toBe(0);
  });

  it.each(["/account", "/edit/invoices/1", "/style.css", "/billingx", "/api/billingx"])(
    "answers DYNAMIC outside the cache rule: %s",
    async (path) => {
      edge.answerPlain(200, CACHED, "one");
      await get(path);
      const seen = await get(path);
      expect([seen.cacheStatus, seen.header("age")]).toEqual(["DYNAMIC", undefined]);
      expect(edge.requests).toHaveLength(2);
    },
  );

  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "answers DYNAMIC to %s",
    async (method) => {
      edge.answerPlain(200, CACHED, "one");
      expect((await get("/billing", {}, method)).cacheStatus).toBe("DYNAMIC");
      expect(edge.requests[0]?.method).toBe(method);
    },
  );
});
