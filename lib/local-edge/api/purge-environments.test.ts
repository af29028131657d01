import { BaseCache } from "cloudflare/resources/cache/cache";
import { createClient } from "cloudflare/tree-shakable";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { PracticeEdge } from "../start-practice-edge";
import {
  ACME,
  ask,
  callPurgeApi,
  envelopeOf,
  manualClock,
  OTHER_ZONE,
  setFaults,
  STAGING,
  startTestEdge,
  TOKEN,
  visit,
  ZONE,
} from "../testing/practice-fixture";

const clock = manualClock();
let edge: PracticeEdge;
beforeEach(async () => {
  edge = await startTestEdge({ clock: clock.now });
});
afterEach(() => edge.close());

const methods = ["purge", "invalidate"] as const;
const logged = async () => {
  const seen = await ask(edge.controlUrl, "/purges");
  return JSON.parse(seen.text) as { environment: string | null; carriedOut: boolean }[];
};

it.each(methods)(
  "%s of an environment is accepted, logged, and touches no copy",
  async (method) => {
    await visit(edge, ACME, "/billing");
    const bodies = [
      { purge_everything: true },
      { tags: ["tenant:42"] },
      { hosts: [ACME] },
      { prefixes: [`${ACME}/`] },
      { files: [`https://${ACME}/billing`] },
    ];
    for (const body of bodies) {
      const seen = await callPurgeApi(edge, body, { method, environment: STAGING });
      expect([seen.status, envelopeOf(seen).success]).toEqual([200, true]);
    }
    expect((await visit(edge, ACME, "/billing")).cacheStatus).toBe("HIT");
    const log = await logged();
    expect(log.map(({ environment }) => environment)).toEqual(bodies.map(() => STAGING));
    expect(log[0]).toMatchObject({ method, zoneId: ZONE, carriedOut: true, status: 200 });
    expect((await ask(edge.controlUrl, "/")).text).toContain(`environment ${STAGING}`);
  },
);

it("of production is logged without one", async () => {
  await callPurgeApi(edge, { tags: ["a"] });
  expect(await logged()).toMatchObject([{ environment: null }]);
});

it.each(["unknown", "Staging", "..", "a/b"])(
  "%s is no environment: 404, 7003",
  async (environment) => {
    for (const method of methods) {
      const seen = await callPurgeApi(edge, { tags: ["a"] }, { method, environment });
      expect([seen.status, envelopeOf(seen).errors[0]?.code]).toEqual([404, 7003]);
    }
  },
);

it("belongs to its zone, needs the token and a good body, and meets the account's bucket", async () => {
  const environment = STAGING;
  const elsewhere = await callPurgeApi(edge, { tags: ["a"] }, { environment, zone: OTHER_ZONE });
  expect(elsewhere.status).toBe(404);
  const headers = { Authorization: "Bearer wrong" };
  expect((await callPurgeApi(edge, { tags: ["a"] }, { environment, headers })).status).toBe(403);
  expect((await callPurgeApi(edge, {}, { environment })).status).toBe(400);
  const path = `/client/v4/zones/${ZONE}/environments/${STAGING}/purge_cache`;
  const get = await ask(edge.apiBaseUrl, path, { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(get.status).toBe(405);
  await callPurgeApi(edge, { tags: ["a"] }, { environment });
  const production = await callPurgeApi(edge, { tags: ["a"] });
  expect(production.header("ratelimit")).toContain("r=498;");
  await setFaults(edge, { apiStatus: { mode: "error", status: 503 } });
  expect((await callPurgeApi(edge, { tags: ["a"] }, { environment })).status).toBe(503);
});

it("is listed, and Cloudflare's own SDK reaches it", async () => {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const list = (zone: string) =>
    ask(edge.apiBaseUrl, `/client/v4/zones/${zone}/environments`, { headers });
  expect(envelopeOf(await list(ZONE)).result).toMatchObject({
    environments: [{ ref: STAGING, name: "Staging" }],
  });
  expect(envelopeOf(await list(OTHER_ZONE)).result).toEqual({ environments: [] });
  const { cache } = createClient({
    resources: [BaseCache],
    apiToken: TOKEN,
    baseURL: edge.apiBaseUrl,
    maxRetries: 0,
    logLevel: "off",
  });
  const request = { zone_id: ZONE, tags: ["a"] };
  await expect(cache.purgeEnvironment(STAGING, request)).resolves.toEqual({ id: ZONE });
  await expect(cache.invalidateEnvironment(STAGING, request)).resolves.toEqual({ id: ZONE });
});
