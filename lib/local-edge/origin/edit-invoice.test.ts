import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PurgeLogEntry } from "../api/purge-log";
import type { PracticeEdge } from "../start-practice-edge";
import {
  ACME,
  ask,
  BETA,
  setFaults,
  startTestEdge,
  visit,
  ZONE,
} from "../testing/practice-fixture";

const FORM = "/edit/invoices/9182";
const PAGE = "/billing/invoices/9182";

let edge: PracticeEdge;
beforeEach(async () => {
  edge = await startTestEdge();
});
afterEach(() => edge.close());

const save = (mode: string, amount = "77.10", headers: Record<string, string> = {}) =>
  visit(edge, ACME, FORM, 0, {
    method: "POST",
    headers,
    body: new URLSearchParams({ amount, status: "paid", mode }).toString(),
  });
const page = async (at = 0, path = PAGE) => {
  const seen = await visit(edge, ACME, path, at);
  return [seen.cacheStatus, seen.text.includes("$77.10") ? "new" : "old"];
};
const purges = async () => {
  const seen = await ask(edge.controlUrl, "/purges");
  return JSON.parse(seen.text) as PurgeLogEntry[];
};
const warm = async () => {
  for (const at of [0, 1]) await page(at);
};

describe("the edit form", () => {
  it("shows the invoice and the four ways to save, labelled", async () => {
    const { status, cacheStatus, text } = await visit(edge, ACME, FORM);
    expect([status, cacheStatus]).toEqual([200, "DYNAMIC"]);
    expect(text).toContain('value="1200.50"');
    for (const label of [
      "Purge after commit (right)",
      "Forget the purge",
      "Purge before commit",
      "The write fails",
    ]) {
      expect(text).toContain(label);
    }
    expect(text).toContain('<label for="amount">');
  });

  it("leads by 303 to a page on the same host that says what happened", async () => {
    const saved = await save("after");
    expect([saved.status, saved.cacheStatus]).toEqual([303, "DYNAMIC"]);
    const location = saved.header("location") ?? "";
    expect(location).toMatch(/^\/edit\/outcomes\/[0-9a-f-]{36}$/);
    const outcome = await visit(edge, ACME, location);
    expect(outcome.status).toBe(200);
    expect(outcome.text).toContain("invoice:9182");
    expect(outcome.text).toContain(`href="${PAGE}"`);
    expect((await visit(edge, BETA, location)).status).toBe(404);
  });

  it("also works at the origin directly", async () => {
    const saved = await ask(edge.originUrl, FORM, {
      method: "POST",
      headers: { Host: ACME },
      body: "amount=77.10&status=open",
    });
    expect(saved.status).toBe(303);
    expect(await page()).toEqual(["MISS", "new"]);
  });
});

describe("what a save does", () => {
  it("after: commits, then purges the invoice's tag, and both data centres turn fresh", async () => {
    await warm();
    await visit(edge, ACME, "/");
    await save("after");
    expect(await page(0)).toEqual(["MISS", "new"]);
    expect(await page(1)).toEqual(["MISS", "new"]);
    expect((await visit(edge, ACME, "/")).cacheStatus).toBe("HIT");
    const selectors = { tags: ["invoice:9182"] };
    expect(await purges()).toMatchObject([
      { zoneId: ZONE, method: "purge", selectors, status: 200, carriedOut: true },
    ]);
  });

  it("forget: commits, and the edge keeps answering HIT with the old amount", async () => {
    await warm();
    await save("forget");
    expect(await page(0)).toEqual(["HIT", "old"]);
    expect(await page(1)).toEqual(["HIT", "old"]);
    expect(await purges()).toEqual([]);
    const origin = await ask(edge.originUrl, PAGE, { headers: { Host: ACME } });
    expect(origin.text).toContain("$77.10");
    expect(origin.text).toContain("Revision 2");
  });

  it("before: purges, is refilled with the old amount, then commits", async () => {
    await warm();
    await save("before");
    expect(await page(0)).toEqual(["HIT", "old"]);
    expect(await page(1)).toEqual(["HIT", "old"]);
    expect(await page(0, "/billing")).toEqual(["HIT", "old"]);
    expect(await purges()).toHaveLength(1);
    const origin = await ask(edge.originUrl, PAGE, { headers: { Host: ACME } });
    expect(origin.text).toContain("$77.10");
  });

  it("fail: answers 500, changes nothing and purges nothing", async () => {
    await warm();
    const failed = await save("fail");
    expect(failed.status).toBe(500);
    expect(failed.text).toContain("nothing was purged");
    expect(await page()).toEqual(["HIT", "old"]);
    expect(await purges()).toEqual([]);
    const origin = await ask(edge.originUrl, PAGE, { headers: { Host: ACME } });
    expect(origin.text).toContain("Revision 1");
  });

  it("says so when the purge was not accepted, or got no answer", async () => {
    for (const [mode, words] of [
      ["error", "NOT accepted: HTTP 500"],
      ["success_false", "NOT accepted: HTTP 200"],
      ["html", "NOT accepted: HTTP 500"],
      ["drop", "No answer came"],
    ]) {
      await setFaults(edge, { apiStatus: { mode, count: 1 } });
      const saved = await save("after");
      const outcome = await visit(edge, ACME, saved.header("location") ?? "");
      expect(outcome.text).toContain(words);
    }
  });
});

describe("forms that are refused", () => {
  it.each(["", "abc", "-5", "1e3", "12.345", "99999999", "1,2", "<script>x</script>", "0x10"])(
    "answers 422 to the amount %j and keeps what was typed",
    async (amount) => {
      const seen = await save("after", amount);
      expect(seen.status).toBe(422);
      expect(seen.text).toContain("Enter an amount");
      expect(seen.text).not.toContain("<script>");
      const kept = amount.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      expect(seen.text).toContain(`value="${kept}"`);
      expect(await purges()).toEqual([]);
    },
  );

  it("answers 422 to an unknown status or mode", async () => {
    const form = { method: "POST", body: "amount=1&status=gone&mode=after" };
    expect((await visit(edge, ACME, FORM, 0, form)).status).toBe(422);
    expect((await save("later")).status).toBe(422);
  });

  it.each([
    ["$1,234.5", "$1,234.50"],
    ["0", "$0.00"],
    ["9999999.99", "$9,999,999.99"],
  ])("takes the amount %s", async (amount, shown) => {
    expect((await save("after", amount)).status).toBe(303);
    expect((await visit(edge, ACME, PAGE)).text).toContain(shown);
  });

  it("answers 403 to a form from another site, and takes one from its own", async () => {
    const foreign = [
      { Origin: "http://evil.test" },
      { Origin: "null" },
      { Origin: `http://${ACME}:1` },
      { "Sec-Fetch-Site": "cross-site" },
    ];
    for (const headers of foreign) {
      expect((await save("after", "77.10", headers as Record<string, string>)).status).toBe(403);
    }
    expect(await purges()).toEqual([]);
    expect((await save("after", "77.10", { Origin: `http://${ACME}` })).status).toBe(303);
  });

  it("answers 404 to another tenant's invoice and to unreadable paths", async () => {
    for (const path of [
      "/edit/invoices/7001",
      "/billing/invoices/7001",
      "/billing/invoices/%E0%A4%A",
      "/edit/outcomes/x",
      "/nothing",
    ]) {
      expect((await visit(edge, ACME, path)).status).toBe(404);
      expect((await visit(edge, ACME, path, 0, { method: "POST", body: "" })).status).toBe(404);
    }
    expect((await visit(edge, ACME, "/billing", 0, { method: "DELETE" })).status).toBe(405);
  });
});
