import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PracticeEdge } from "../start-practice-edge";
import { ACME, BETA, callPurgeApi, startTestEdge, visit } from "../testing/practice-fixture";
import { deviceTypeOf, firstLanguage } from "./custom-key";

const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";
const tablet = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Mobile/15E148";

describe("a page with a custom cache key", () => {
  let edge: PracticeEdge;
  beforeEach(async () => {
    edge = await startTestEdge();
  });
  afterEach(() => edge.close());

  const help = (language: string, agent: string, extra: Record<string, string> = {}) => {
    const headers = { "Accept-Language": language, "User-Agent": agent, ...extra };
    return visit(edge, ACME, "/help", 0, { headers });
  };
  const statuses = async () => [
    (await help("de-CH,de;q=0.9", phone)).cacheStatus,
    (await help("en", phone)).cacheStatus,
    (await help("de", "curl/8")).cacheStatus,
  ];
  const url = `https://${ACME}/help`;

  it("has a copy for each device type and first language", async () => {
    expect(await statuses()).toEqual(["MISS", "MISS", "MISS"]);
    const again = await help("DE", phone);
    expect(again.cacheStatus).toBe("HIT");
    expect(again.text).toContain("<dd>mobile</dd>");
    expect(again.text).toContain("<h1>Hilfe</h1>");
    expect((await help("de", tablet)).cacheStatus).toBe("MISS");
  });

  it("cannot be given another key by the visitor", async () => {
    const told = await help("de", phone, { "CF-Device-Type": "desktop" });
    expect(told.text).toContain("<dd>mobile</dd>");
    expect((await help("de", phone)).cacheStatus).toBe("HIT");
  });

  it.each([
    ["without headers", url],
    ["with one of two headers", { url, headers: { "CF-Device-Type": "mobile" } }],
    [
      "with another language",
      { url, headers: { "CF-Device-Type": "mobile", "Accept-Language": "fr" } },
    ],
  ])("a purge by URL %s names no copy", async (_name, file) => {
    await statuses();
    expect((await callPurgeApi(edge, { files: [file] })).status).toBe(200);
    expect(await statuses()).toEqual(["HIT", "HIT", "HIT"]);
  });

  it("a purge by URL with both headers names exactly that copy", async () => {
    await statuses();
    const headers = { "cf-device-type": "mobile", "accept-language": "de" };
    await callPurgeApi(edge, { files: [{ url, headers }] });
    expect(await statuses()).toEqual(["MISS", "HIT", "HIT"]);
  });

  it.each([
    { tags: ["tenant:42"] },
    { tags: ["page:help"] },
    { prefixes: [`${ACME}/help`] },
    { hosts: [ACME] },
    { purge_everything: true },
  ])("%j names all copies, whatever their key", async (body) => {
    await statuses();
    await callPurgeApi(edge, body);
    expect(await statuses()).toEqual(["MISS", "MISS", "MISS"]);
  });

  it("leaves other pages and tenants as they are: headers do not count there", async () => {
    await visit(edge, ACME, "/billing", 0, { headers: { "User-Agent": phone } });
    await visit(edge, BETA, "/help");
    const headers = { "CF-Device-Type": "tablet" };
    await callPurgeApi(edge, { files: [{ url: `https://${ACME}/billing`, headers }] });
    expect((await visit(edge, ACME, "/billing")).cacheStatus).toBe("MISS");
    await callPurgeApi(edge, { hosts: [ACME] });
    expect((await visit(edge, BETA, "/help")).cacheStatus).toBe("HIT");
  });
});

it.each([
  [undefined, ""],
  ["", ""],
  ["*", ""],
  ["de", "de"],
  ["de-CH,en;q=0.5", "de"],
  [" FR ;q=1", "fr"],
  ["deutsch", ""],
])("the first language of %j is %j", (header, language) => {
  expect(firstLanguage(header)).toBe(language);
});

it.each([
  [undefined, "desktop"],
  ["curl/8", "desktop"],
  [phone, "mobile"],
  [tablet, "tablet"],
])("%j is a %s", (agent, device) => {
  expect(deviceTypeOf(agent)).toBe(device);
});
