import { afterEach, beforeEach, expect, it } from "vitest";
import type { PracticeEdge } from "../start-practice-edge";
import { ACME, ask, BETA, startTestEdge, visit } from "../testing/practice-fixture";

let edge: PracticeEdge;
beforeEach(async () => {
  edge = await startTestEdge();
});
afterEach(() => edge.close());

const order = (body: string, headers: Record<string, string> = {}, method = "POST") =>
  ask(edge.originUrl, "/canary-edits", { method, headers, body });
const amount = async () =>
  /\$1,200\.\d\d/.exec((await visit(edge, ACME, "/billing/invoices/9182", 0)).text)?.[0];
const purges = async () => JSON.parse((await ask(edge.controlUrl, "/purges")).text) as unknown[];
const status = async (host: string) => (await visit(edge, host, "/billing", 0)).cacheStatus;

it("commits an edit that shows on the tenant's pages, and sends no purge", async () => {
  expect((await order('{"tenant":"42","edit":"commit","run":"1"}')).status).toBe(200);
  expect(await amount()).toBe("$1,200.51");
  expect(await purges()).toEqual([]);
});

it("has a write fail: nothing changes, nothing is purged, nothing goes cold", async () => {
  for (const host of [ACME, BETA]) await status(host);
  const answer = await order('{"tenant":"42","edit":"fail","run":"1"}');
  expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { edited: false }]);
  expect([await status(ACME), await status(BETA), await purges()]).toEqual(["HIT", "HIT", []]);
  expect(await amount()).toBe("$1,200.50");
});

it("refuses what is no order, and what another site's page sends", async () => {
  const answers = await Promise.all([
    order("{"),
    order('{"tenant":"nobody","edit":"commit"}'),
    order('{"tenant":"42","edit":"everything"}'),
    order('{"tenant":"42","edit":"commit"}', { Origin: "https://evil.example" }),
    order("x".repeat(10_000)),
    order("", {}, "GET"),
  ]);
  expect(answers.map((one) => one.status)).toEqual([404, 404, 400, 403, 404, 405]);
  expect(await amount()).toBe("$1,200.50");
});
