import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ACME, ask, eventually, ZONE } from "../testing/practice-fixture";
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

describe("Vary: Accept-Encoding", () => {
  it("keeps one entry per normalised encoding", async () => {
    edge.answerWith((request, response) => {
      const body = `for ${request.headers["accept-encoding"] ?? "none"}`;
      response.writeHead(200, { ...CACHED, Vary: "Accept-Encoding" }).end(body);
    });
    const gzip = await get("/billing", { "Accept-Encoding": "br, gzip;q=0.5" });
    expect([gzip.cacheStatus, gzip.text]).toEqual(["MISS", "for gzip"]);
    expect((await get("/billing", { "Accept-Encoding": "gzip" })).cacheStatus).toBe("HIT");
    const plain = await get("/billing", { "Accept-Encoding": "gzip;q=0, br" });
    expect([plain.cacheStatus, plain.text]).toEqual(["MISS", "for identity"]);
    expect((await get()).cacheStatus).toBe("HIT");
  });

  it("shares one entry when the origin does not vary", async () => {
    edge.answerPlain(200, { ...CACHED, Vary: "Cookie" }, "one");
    await get("/billing", { "Accept-Encoding": "gzip", Cookie: "a=1" });
    expect((await get()).cacheStatus).toBe("HIT");
  });

  it("keeps an encoded body apart even without Vary", async () => {
    edge.answerPlain(200, { ...CACHED, "Content-Encoding": "br" }, "bytes");
    await get("/billing", { "Accept-Encoding": "gzip" });
    expect((await get()).cacheStatus).toBe("MISS");
  });
});

describe("a purge while the origin is answering", () => {
  it.each([
    ["purge", "MISS"],
    ["invalidate", "EXPIRED"],
  ] as const)("%s applies to the answer on its way", async (method, next) => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    edge.answerWith(async (_request, response) => {
      await gate;
      response.writeHead(200, CACHED).end("old");
    });
    const early = get();
    await eventually(() => Promise.resolve(edge.requests.length > 0));
    const selector = { kind: "tags", tags: new Set(["tenant:42"]) } as const;
    edge.cache.apply(ZONE, method, selector, edge.clock.now());
    release();
    expect((await early).text).toBe("old");
    edge.answerPlain(200, CACHED, "new");
    const seen = await get();
    expect([seen.cacheStatus, seen.text]).toEqual([next, "new"]);
  });
});
