import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startPracticeEdge, type PracticeEdge } from "./start-practice-edge";
import {
  ACME,
  ask,
  BETA,
  callPurgeApi,
  manualClock,
  startTestEdge,
  testWorld,
  visit,
} from "./testing/practice-fixture";

const INVOICE = "/billing/invoices/9182";
const PAGES = ["/", "/billing", "/api/billing", "/api/billing/summary", INVOICE];

const clock = manualClock();
let edge: PracticeEdge;
beforeEach(async () => {
  edge = await startTestEdge({ clock: clock.now });
});
afterEach(() => edge.close());

const statusesOf = async (host: string, paths: readonly string[], at = 0) => {
  const statuses: (string | undefined)[] = [];
  for (const path of paths) statuses.push((await visit(edge, host, path, at)).cacheStatus);
  return statuses;
};
const warm = async () => {
  for (const at of [0, 1]) {
    await statusesOf(ACME, PAGES, at);
    await statusesOf(BETA, ["/", "/billing"], at);
  }
};

describe("start and stop", () => {
  it("names its addresses, FRA first, all on loopback", () => {
    expect(edge.edges.map(({ colo }) => colo)).toEqual(["FRA", "AMS"]);
    for (const { address } of edge.edges) expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(edge.apiBaseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4$/);
    expect(edge.originUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(edge.controlUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("takes another port when the preferred one is taken", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => blocker.once("listening", resolve));
    const { port } = blocker.address() as AddressInfo;
    const second = await startPracticeEdge(testWorld(), {
      ports: { api: port, edges: [port, 0], origin: 0, control: 0 },
    });
    expect(second.apiBaseUrl).not.toContain(`:${port}/`);
    expect(second.edges[0]?.address).not.toContain(`:${port}`);
    expect(second.apiToken).toMatch(/^[0-9a-f]{40}$/);
    await second.close();
    blocker.close();
  });

  it("stops listening on close", async () => {
    await edge.close();
    await expect(visit(edge, ACME, "/")).rejects.toThrow("ECONNREFUSED");
  });

  it("refuses a world in which two tenants claim a host", async () => {
    const world = testWorld();
    world.zones[1]?.tenants[0]?.hosts.push(ACME.toUpperCase());
    await expect(startPracticeEdge(world)).rejects.toThrow("claim");
  });
});

describe("pages of a tenant", () => {
  it("are cached per data centre, and each answers with its own colo", async () => {
    const seen = [];
    for (const at of [0, 0, 1, 1]) {
      const { cacheStatus, colo } = await visit(edge, ACME, "/billing", at);
      seen.push(`${cacheStatus} ${colo}`);
    }
    expect(seen).toEqual(["MISS FRA", "HIT FRA", "MISS AMS", "HIT AMS"]);
  });

  it("keep the tenants apart by Host, with or without a port", async () => {
    await visit(edge, ACME, "/billing");
    const beta = await visit(edge, BETA, "/billing");
    expect(beta.cacheStatus).toBe("MISS");
    expect(beta.text).toContain("$5.00");
    expect(beta.text).not.toContain("9182");
    expect((await visit(edge, `${ACME.toUpperCase()}:8787`, "/billing")).cacheStatus).toBe("HIT");
  });

  it("carry the documented tags and headers at the origin, and no Cache-Tag at the edge", async () => {
    const tags: Record<string, string> = {
      "/": "tenant:42,page:home",
      "/billing": "tenant:42,page:billing,invoice:9182,invoice:9183",
      "/api/billing": "tenant:42,page:billing,invoice:9182,invoice:9183",
      [INVOICE]: "tenant:42,invoice:9182,page:invoice",
    };
    for (const [path, expected] of Object.entries(tags)) {
      const seen = await ask(edge.originUrl, path, { headers: { Host: ACME } });
      expect(seen.header("cache-tag")).toBe(expected);
      expect(seen.header("cache-control")).toBe("public, max-age=0, s-maxage=3600");
      expect(seen.header("etag")).toMatch(/^"[0-9a-f-]+"$/);
      expect(seen.header("last-modified")).toBeDefined();
      expect((await visit(edge, ACME, path)).header("cache-tag")).toBeUndefined();
    }
  });

  it("do not change while the data does not", async () => {
    const first = await ask(edge.originUrl, "/billing", { headers: { Host: ACME } });
    clock.advance(7200);
    const later = await ask(edge.originUrl, "/billing", { headers: { Host: ACME } });
    expect([later.text, later.header("etag")]).toEqual([first.text, first.header("etag")]);
  });

  it("are gzipped for real, each encoding with its own strong ETag", async () => {
    const zipped = await visit(edge, ACME, "/billing", 0, {
      headers: { "Accept-Encoding": "gzip" },
    });
    const plain = await visit(edge, ACME, "/billing");
    expect([zipped.cacheStatus, plain.cacheStatus]).toEqual(["MISS", "MISS"]);
    expect(zipped.header("content-encoding")).toBe("gzip");
    expect(plain.header("content-encoding")).toBeUndefined();
    expect(zipped.text).toBe(plain.text);
    expect(zipped.header("etag")).not.toBe(plain.header("etag"));
  });

  it("are BYPASS for the private export and DYNAMIC outside the rule", async () => {
    const csv = await visit(edge, ACME, "/billing/export.csv");
    expect([csv.cacheStatus, csv.header("cache-control")]).toEqual(["BYPASS", "private, no-store"]);
    expect(csv.text).toContain(`"'=cmd()"`);
    expect(await statusesOf(ACME, ["/account", "/edit/invoices/9182"])).toEqual([
      "DYNAMIC",
      "DYNAMIC",
    ]);
  });

  it("escape what comes from data, and say their language, title and heading", async () => {
    const { text } = await visit(edge, ACME, "/billing");
    expect(text).not.toContain("<script>");
    expect(text).toContain("Foo &amp; Sons");
    for (const part of ['<html lang="en">', "<title>Billing</title>", "<h1>", "$1,200.50"]) {
      expect(text).toContain(part);
    }
  });

  it("answer 530 for a host that nobody owns", async () => {
    const seen = await visit(edge, "stranger.test", "/billing");
    expect([seen.status, seen.text.trim()]).toEqual([530, "error code: 1016"]);
    expect(seen.header("cf-ray")).toMatch(/-FRA$/);
    expect(seen.cacheStatus).toBeUndefined();
  });
});

describe("purge", () => {
  it("by tag makes that tenant cold in every data centre and leaves the other warm", async () => {
    await warm();
    await callPurgeApi(edge, { tags: ["tenant:42"] });
    for (const at of [0, 1]) {
      expect(await statusesOf(ACME, PAGES, at)).toEqual(PAGES.map(() => "MISS"));
      expect(await statusesOf(BETA, ["/", "/billing"], at)).toEqual(["HIT", "HIT"]);
    }
  });

  it("compares tags without case", async () => {
    await warm();
    await callPurgeApi(edge, { tags: ["INVOICE:9182"] });
    expect(await statusesOf(ACME, PAGES)).toEqual(["HIT", "MISS", "MISS", "MISS", "MISS"]);
  });

  it("ORs several tags: a shared one reaches other tenants", async () => {
    await warm();
    await callPurgeApi(edge, { tags: ["page:billing", "no-such-tag"] });
    expect(await statusesOf(ACME, ["/", "/billing"])).toEqual(["HIT", "MISS"]);
    expect(await statusesOf(BETA, ["/", "/billing"])).toEqual(["HIT", "MISS"]);
  });

  it("by prefix means starts-with, so a prefix without a slash matches too much", async () => {
    await warm();
    await callPurgeApi(edge, { prefixes: [`${ACME.toUpperCase()}/bill`] });
    expect(await statusesOf(ACME, PAGES)).toEqual(["HIT", "MISS", "HIT", "HIT", "MISS"]);
    await warm();
    await callPurgeApi(edge, { prefixes: [`${ACME}/billing/`] });
    expect(await statusesOf(ACME, PAGES)).toEqual(["HIT", "HIT", "HIT", "HIT", "MISS"]);
  });

  it("by a prefix that is only a host clears exactly that host", async () => {
    await warm();
    await callPurgeApi(edge, { prefixes: ["acme.ledgerline"] });
    expect(await statusesOf(ACME, ["/"])).toEqual(["HIT"]);
    await callPurgeApi(edge, { prefixes: [ACME] });
    expect(await statusesOf(ACME, PAGES)).toEqual(PAGES.map(() => "MISS"));
    expect(await statusesOf(BETA, ["/"])).toEqual(["HIT"]);
  });

  it("by host and of everything", async () => {
    await warm();
    await callPurgeApi(edge, { hosts: [ACME.toUpperCase()] });
    expect(await statusesOf(ACME, ["/", "/billing"])).toEqual(["MISS", "MISS"]);
    expect(await statusesOf(BETA, ["/"])).toEqual(["HIT"]);
    await callPurgeApi(edge, { purge_everything: true });
    expect(await statusesOf(ACME, ["/"])).toEqual(["MISS"]);
    expect(await statusesOf(BETA, ["/"])).toEqual(["MISS"]);
  });

  it("by file clears that URL with its query, in every encoding", async () => {
    const gzip = { headers: { "Accept-Encoding": "gzip" } };
    await visit(edge, ACME, "/billing");
    await visit(edge, ACME, "/billing", 0, gzip);
    await visit(edge, ACME, "/billing?page=2");
    await callPurgeApi(edge, { files: [`https://${ACME.toUpperCase()}:443/billing#top`] });
    expect((await visit(edge, ACME, "/billing")).cacheStatus).toBe("MISS");
    expect((await visit(edge, ACME, "/billing", 0, gzip)).cacheStatus).toBe("MISS");
    expect((await visit(edge, ACME, "/billing?page=2")).cacheStatus).toBe("HIT");
    await callPurgeApi(edge, { files: [`http://${ACME}/Billing`] });
    expect((await visit(edge, ACME, "/billing")).cacheStatus).toBe("HIT");
  });

  it("by file with Accept-Encoding clears only that variant", async () => {
    const gzip = { headers: { "Accept-Encoding": "gzip" } };
    await visit(edge, ACME, "/billing");
    await visit(edge, ACME, "/billing", 0, gzip);
    const url = `https://${ACME}/billing`;
    await callPurgeApi(edge, { files: [{ url, headers: { "accept-encoding": "gzip" } }] });
    expect((await visit(edge, ACME, "/billing", 0, gzip)).cacheStatus).toBe("MISS");
    expect((await visit(edge, ACME, "/billing")).cacheStatus).toBe("HIT");
  });
});

describe("invalidate", () => {
  const tags = ["tenant:42"];
  it("answers REVALIDATED when nothing has changed, then HIT with a new Age", async () => {
    await visit(edge, ACME, "/billing");
    clock.advance(100);
    await callPurgeApi(edge, { tags }, { method: "invalidate" });
    expect(await statusesOf(ACME, ["/billing"])).toEqual(["REVALIDATED"]);
    const hit = await visit(edge, ACME, "/billing");
    expect([hit.cacheStatus, hit.header("age")]).toEqual(["HIT", "0"]);
  });

  it("answers EXPIRED when the data has changed", async () => {
    await visit(edge, ACME, INVOICE);
    await visit(edge, ACME, "/edit/invoices/9182", 0, {
      method: "POST",
      body: "amount=7&status=paid&mode=forget",
    });
    await callPurgeApi(edge, { tags }, { method: "invalidate" });
    const seen = await visit(edge, ACME, INVOICE);
    expect(seen.cacheStatus).toBe("EXPIRED");
    expect(seen.text).toContain("$7.00");
  });

  it("answers MISS for what was not cached, and UPDATING inside a stale window", async () => {
    await visit(edge, ACME, "/api/billing/summary");
    await callPurgeApi(edge, { tags }, { method: "invalidate" });
    expect(await statusesOf(ACME, ["/", "/api/billing/summary"])).toEqual(["MISS", "UPDATING"]);
  });

  it("leaves other tenants alone", async () => {
    await warm();
    await callPurgeApi(edge, { tags }, { method: "invalidate" });
    expect(await statusesOf(BETA, ["/", "/billing"])).toEqual(["HIT", "HIT"]);
  });
});
