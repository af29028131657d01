import { RateLimitError, PermissionDeniedError } from "cloudflare";
import { BaseCache } from "cloudflare/resources/cache/cache";
import { createClient } from "cloudflare/tree-shakable";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PracticePlan } from "../practice-world";
import type { PracticeEdge } from "../start-practice-edge";
import {
  ACME,
  ask,
  BETA,
  callPurgeApi,
  envelopeOf,
  manualClock,
  OTHER_ZONE,
  setFaults,
  startTestEdge,
  TOKEN,
  visit,
  ZONE,
} from "../testing/practice-fixture";

const clock = manualClock();
let edge: PracticeEdge;
const start = async (plan: PracticePlan) => {
  await edge.close();
  edge = await startTestEdge({ plan, clock: clock.now });
};
beforeEach(async () => {
  edge = await startTestEdge({ clock: clock.now });
});
afterEach(() => edge.close());

const sdk = (apiToken = TOKEN) =>
  createClient({
    resources: [BaseCache],
    apiToken,
    baseURL: edge.apiBaseUrl,
    maxRetries: 0,
    logLevel: "off",
  });

const codesOf = async (body: unknown, zone = ZONE) => {
  const seen = await callPurgeApi(edge, body, { zone });
  return [seen.status, ...envelopeOf(seen).errors.map(({ code }) => code)];
};

const many = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at));

describe("with Cloudflare's own SDK", () => {
  it("accepts a purge and an invalidation and returns the id", async () => {
    const cache = sdk().cache;
    await expect(cache.purge({ zone_id: ZONE, tags: ["tenant:42"] })).resolves.toEqual({
      id: ZONE,
    });
    await expect(cache.invalidate({ zone_id: ZONE, hosts: [ACME] })).resolves.toEqual({ id: ZONE });
    await expect(cache.purge({ zone_id: ZONE, purge_everything: true })).resolves.toEqual({
      id: ZONE,
    });
  });

  it("rejects a wrong token with 403 and code 10000", async () => {
    const error: unknown = await sdk("wrong")
      .cache.purge({ zone_id: ZONE, tags: ["a"] })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PermissionDeniedError);
    expect(error).toMatchObject({ errors: [{ code: 10000, message: "Authentication error" }] });
  });

  it("raises RateLimitError with code 1134 when the bucket is empty", async () => {
    await start("free");
    const cache = sdk().cache;
    for (let used = 0; used < 25; used += 1) await cache.purge({ zone_id: ZONE, tags: ["a"] });
    const error: unknown = await cache
      .purge({ zone_id: ZONE, tags: ["a"] })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ errors: [{ code: 1134 }] });
    expect((error as RateLimitError).headers.get("retry-after")).toBe("12");
  });

  it("resolves with null on 200 with success: false, which is why that fault exists", async () => {
    await setFaults(edge, { apiStatus: { mode: "success_false" } });
    await expect(sdk().cache.purge({ zone_id: ZONE, tags: ["a"] })).resolves.toBeNull();
  });
});

describe("the envelope and its headers", () => {
  it("has all four members, cf-ray, Ratelimit and Ratelimit-Policy", async () => {
    const seen = await callPurgeApi(edge, { tags: ["a"] });
    expect(seen.status).toBe(200);
    expect(JSON.parse(seen.text)).toEqual({
      success: true,
      errors: [],
      messages: [],
      result: { id: ZONE },
    });
    expect(seen.header("cf-ray")).toMatch(/^[0-9a-f]{16}-[A-Z]{3}$/);
    expect(seen.header("ratelimit")).toBe('"default";r=499;t=10');
    expect(seen.header("ratelimit-policy")).toBe('"burst";q=500;w=10');
    expect(seen.header("retry-after")).toBeUndefined();
  });

  it("sends result null and cf-ray with an error", async () => {
    const seen = await callPurgeApi(edge, {});
    expect(envelopeOf(seen)).toMatchObject({ success: false, result: null, messages: [] });
    expect(seen.header("cf-ray")).toMatch(/-[A-Z]{3}$/);
    expect(seen.header("ratelimit")).toBeDefined();
  });

  it.each([undefined, "Bearer wrong", "Basic practice-token", "Bearer ", TOKEN])(
    "refuses the authorization %s",
    async (value) => {
      const path = `/client/v4/zones/${ZONE}/purge_cache`;
      const headers: Record<string, string> = value === undefined ? {} : { Authorization: value };
      const seen = await ask(edge.apiBaseUrl, path, { method: "POST", headers, body: "{}" });
      expect([seen.status, envelopeOf(seen).errors[0]?.code]).toEqual([403, 10000]);
    },
  );

  it("answers 404 with 7003 to an unknown zone and to every other route", async () => {
    expect(await codesOf({ tags: ["a"] }, "c".repeat(32))).toEqual([404, 7003, 7000]);
    expect(await codesOf({ tags: ["a"] }, "ledgerline.test")).toEqual([404, 7003, 7000]);
    for (const path of ["/client/v4/zonesX", "/client/v4", "/", "/client/v4/zones//purge_cache"]) {
      const headers = { Authorization: `Bearer ${TOKEN}` };
      const seen = await ask(edge.apiBaseUrl, path, { method: "POST", headers, body: "{}" });
      expect([path, seen.status, envelopeOf(seen).errors[0]?.code]).toEqual([path, 404, 7003]);
    }
  });

  it("answers 405 to GET on a purge route", async () => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const seen = await ask(edge.apiBaseUrl, `/client/v4/zones/${ZONE}/purge_cache`, { headers });
    expect(seen.status).toBe(405);
  });

  it.each(["", "{", "not json", '{"tags":["a"]', "\u0000"])(
    "answers 400 to the body %j",
    async (body) => {
      expect((await codesOf(body))[0]).toBe(400);
    },
  );

  it("verifies the token and finds zones by name", async () => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const verify = await ask(edge.apiBaseUrl, "/client/v4/user/tokens/verify", { headers });
    expect(envelopeOf(verify)).toMatchObject({ success: true, result: { status: "active" } });
    const zones = await ask(edge.apiBaseUrl, "/client/v4/zones?name=other.test", { headers });
    expect(envelopeOf(zones).result).toMatchObject([{ id: OTHER_ZONE, name: "other.test" }]);
    const all = await ask(edge.apiBaseUrl, "/client/v4/zones?per_page=1&page=2", { headers });
    expect(JSON.parse(all.text)).toMatchObject({
      result: [{ id: OTHER_ZONE }],
      result_info: { page: 2, per_page: 1, count: 1, total_count: 2, total_pages: 2 },
    });
    const one = await ask(edge.apiBaseUrl, `/client/v4/zones/${ZONE}`, { headers });
    expect(envelopeOf(one).result).toMatchObject({ name: "ledgerline.test" });
    expect((await ask(edge.apiBaseUrl, "/client/v4/zones")).status).toBe(403);
  });
});

describe("bodies that are refused", () => {
  const tag = { tags: ["a"] };
  it.each<[string, unknown, number]>([
    ["nothing", {}, 1012],
    ["an array", [], 1012],
    ["null", null, 1012],
    ["an empty list", { tags: [] }, 1012],
    ["an unknown field", { urls: ["a"] }, 1012],
    ["two selectors", { ...tag, hosts: [ACME] }, 1012],
    ["everything with tags", { ...tag, purge_everything: true }, 1092],
    ["everything false with files", { files: ["x"], purge_everything: false }, 1092],
    ["everything false", { purge_everything: false }, 1013],
    ["everything as text", { purge_everything: "true" }, 1013],
    ["tags as text", { tags: "a" }, 1014],
    ["files as object", { files: { url: "x" } }, 1014],
    ["a tag that is no text", { tags: [1] }, 1014],
    ["an empty tag", { tags: [""] }, 1014],
    ["101 tags", { tags: many(101, (at) => `t${at}`) }, 1101],
    ["101 hosts", { hosts: many(101, (at) => `h${at}.ledgerline.test`) }, 1111],
    ["101 prefixes", { prefixes: many(101, (at) => `${ACME}/${at}/`) }, 1118],
    ["a tag of 1025 characters", { tags: ["x".repeat(1025)] }, 1100],
    ["a host of 201 characters", { hosts: ["x".repeat(201)] }, 1114],
    ["a prefix with a scheme", { prefixes: [`https://${ACME}/billing/`] }, 1117],
    ["a prefix with a query", { prefixes: [`${ACME}/billing?x=1`] }, 1117],
    ["a prefix with a fragment", { prefixes: [`${ACME}/billing#x`] }, 1117],
    ["a prefix with 32 separators", { prefixes: [ACME + "/x".repeat(32)] }, 1117],
    ["a file of another zone", { files: ["https://shop.other.test/billing"] }, 1082],
    ["a file that is no URL", { files: ["/billing"] }, 1082],
    ["a file with another scheme", { files: [`ftp://${ACME}/billing`] }, 1082],
    ["a file without a url", { files: [{ headers: {} }] }, 1012],
  ])("%s", async (_name, body, code) => {
    expect(await codesOf(body)).toEqual([400, code]);
  });

  it("takes exactly the limit", async () => {
    expect(await codesOf({ tags: many(100, () => "x".repeat(1024)) })).toEqual([200]);
    expect(await codesOf({ prefixes: [ACME + "/x".repeat(31)] })).toEqual([200]);
  });

  it("allows 100 files, and 500 on Enterprise", async () => {
    const files = (count: number) => ({ files: many(count, (at) => `https://${ACME}/${at}`) });
    expect(await codesOf(files(500))).toEqual([200]);
    expect(await codesOf(files(501))).toEqual([400, 1094]);
    await start("business");
    expect(await codesOf(files(100))).toEqual([200]);
    expect(await codesOf(files(101))).toEqual([400, 1094]);
  });
});

describe("rate limits by plan", () => {
  it.each<[PracticePlan, number, number]>([
    ["free", 25, 12],
    ["pro", 25, 0.2],
    ["business", 50, 0.1],
    ["enterprise", 500, 0.02],
  ])("%s: a bucket of %i, one request back after %d s", async (plan, size, refillSeconds) => {
    await start(plan);
    for (let used = 0; used < size; used += 1) {
      const method = used % 2 === 0 ? "purge" : "invalidate";
      expect((await callPurgeApi(edge, { tags: ["a"] }, { method })).status).toBe(200);
    }
    const refused = await callPurgeApi(edge, { hosts: [ACME] });
    expect([refused.status, envelopeOf(refused).errors[0]?.code]).toEqual([429, 1134]);
    expect(refused.header("retry-after")).toBe(String(Math.ceil(refillSeconds)));
    expect(refused.header("ratelimit")).toContain('"default";r=0;');
    clock.advance(refillSeconds);
    expect(await codesOf({ purge_everything: true })).toEqual([200]);
    expect(await codesOf({ prefixes: [`${ACME}/`] })).toEqual([429, 1134]);
  });

  it("shares one bucket among the zones of an account, and charges no refused body", async () => {
    await start("pro");
    for (let used = 0; used < 24; used += 1) await callPurgeApi(edge, { tags: ["a"] });
    for (let wrong = 0; wrong < 5; wrong += 1) await callPurgeApi(edge, {});
    expect(await codesOf({ tags: many(100, (at) => `t${at}`) }, OTHER_ZONE)).toEqual([200]);
    expect(await codesOf({ tags: ["a"] })).toEqual([429, 1134]);
  });

  it("counts files apart, by URL", async () => {
    await start("free");
    const files = (count: number) => ({ files: many(count, (at) => `https://${ACME}/${at}`) });
    for (let used = 0; used < 8; used += 1) expect(await codesOf(files(100))).toEqual([200]);
    const refused = await callPurgeApi(edge, files(1));
    expect([refused.status, refused.header("retry-after")]).toEqual([429, "1"]);
    expect(await codesOf({ tags: ["a"] })).toEqual([200]);
    clock.advance(1);
    expect(await codesOf(files(1))).toEqual([200]);
  });

  it("never holds more than the bucket, however long nobody purges", async () => {
    await start("pro");
    await callPurgeApi(edge, { tags: ["a"] });
    clock.advance(86_400);
    const seen = await callPurgeApi(edge, { tags: ["a"] });
    expect(seen.header("ratelimit")).toContain("r=24;");
  });
});

it("touches only the zone that is named", async () => {
  await visit(edge, BETA, "/billing");
  await callPurgeApi(edge, { tags: ["tenant:43"] }, { zone: OTHER_ZONE });
  await callPurgeApi(edge, { hosts: [BETA] }, { zone: OTHER_ZONE });
  await callPurgeApi(edge, { purge_everything: true }, { zone: OTHER_ZONE });
  expect((await visit(edge, BETA, "/billing")).cacheStatus).toBe("HIT");
});
