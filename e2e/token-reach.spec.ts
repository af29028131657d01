import type { APIRequestContext } from "@playwright/test";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { practiceZones } from "@/prisma/practice/world";
import { expect, test } from "./fixtures";
import { readContract } from "./support/contract";
import { type ConsoleApi, wholeTenant } from "./support/console-api";
import { makeToken } from "./support/service-api";
import { tenantOf } from "./support/tenants";

// Every id of tenant B with a token for tenant A is answered as one that there is not (P12).
const own = tenantOf("juniper-freight");
const others = tenantOf("juniper-analytics");
const secondZone = practiceZones[1];

interface Ids {
  /** Of another tenant, or of its zone. */
  foreign: string;
  /** Of nothing. */
  unknown: string;
  /** What the route takes. */
  body?: unknown;
  /** A PUT makes what there is not, or is of all tenants: a token is told so, of either in the same words. */
  refused?: true;
}

type Reached = (made: { purge: string }) => Ids;

const unknownId = "018f0000-0000-7000-8000-000000000000";
const tenantBody = {
  slug: "juniper-new",
  name: "Named anew",
  zone: "practice.localhost",
  hosts: ["juniper-new.practice.localhost"],
};
const zoneBody = { name: "juniper.example", accountId: "6".repeat(32), plan: "free" };

/** A line for each operation of the contract that a token may use and that names something in its address. */
const lines: Record<string, Reached> = {
  "GET /api/v1/purges/[purgeId]": ({ purge }) => ({ foreign: purge, unknown: unknownId }),
  "PUT /api/v1/tenants/[tenantId]": () => ({
    ...{ foreign: others.id, unknown: "no-such-tenant", body: tenantBody, refused: true },
  }),
  "DELETE /api/v1/tenants/[tenantId]": () => ({
    ...{ foreign: others.id, unknown: "no-such-tenant", body: {} },
  }),
  "PUT /api/v1/zones/[zoneId]": () => ({
    ...{ foreign: secondZone.id, unknown: "5".repeat(32), body: zoneBody, refused: true },
  }),
  "PUT /api/v1/tag-plan/[zone]": () => ({
    ...{
      foreign: secondZone.name,
      unknown: "nowhere.example",
      body: { patterns: [] },
      refused: true,
    },
  }),
};
/** What names a task that its agent alone was given; its own spec has it. */
const elsewhere = ["POST /api/v1/probe-tasks/[taskId]/answer"];

async function foreignPurge(support: ConsoleApi): Promise<string> {
  const { id } = await support.purge(wholeTenant(others));
  await support.finished(id);
  return id;
}

async function answerTo(
  http: APIRequestContext,
  secret: string,
  { name, body }: { name: string; body?: unknown },
  id: string,
) {
  const [method = "", pattern = ""] = name.split(" ");
  const answer = await http.fetch(pattern.replace(/\[\w+\]/, encodeURIComponent(id)), {
    method,
    headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { data: Buffer.from(JSON.stringify(body)) }),
  });
  const said = (await answer.json()) as Record<string, unknown>;
  // All that may differ: the request's own id, and the id that was asked for.
  const text = JSON.stringify({ ...said, requestId: null, instance: null }).replaceAll(id, "ID");
  return { status: answer.status(), text };
}

test("the table has every operation with an id that a token may use", async ({ apiAs }) => {
  const contract = await readContract((await apiAs("auditor")).http);
  const named = contract.operations
    .filter(({ parameters, ...one }) => {
      const verbs = (one as { "x-verbs"?: string[] })["x-verbs"] ?? [];
      return verbs.length > 0 && parameters.some(({ in: where }) => where === "path");
    })
    .map(({ name }) => name);
  expect(named.sort()).toEqual([...Object.keys(lines), ...elsewhere].sort());
});

for (const [name, reached] of Object.entries(lines)) {
  test(`${name} answers another tenant's id as one that there is not`, async ({
    apiAs,
    stranger,
  }) => {
    const [admin, support] = [await apiAs("admin"), await apiAs("support")];
    const purge = await foreignPurge(support);
    const { secret } = await makeToken(admin, {
      ...{ verbs: ["read", "sync", "purge"], tenants: [own.id] },
    });
    const { foreign, unknown, body, refused } = reached({ purge });
    const before = await everythingOf(admin, purge);
    const theirs = await answerTo(stranger, secret, { name, body }, foreign);
    const nobodys = await answerTo(stranger, secret, { name, body }, unknown);
    expect(theirs).toEqual(nobodys);
    expect(theirs.status).toBe(refused ? 403 : 404);
    expect(await everythingOf(admin, purge)).toEqual(before);
  });
}

/** What must not have changed: the other tenant and its purge. */
async function everythingOf(admin: ConsoleApi, purge: string): Promise<unknown[]> {
  const { id, status, tenant } = await admin.get<PurgeDetail>(`/purges/${purge}`);
  const read = await admin.get<{ slug: string; name: string }>(`/tenants/${others.id}`);
  return [id, status, tenant, read.slug, read.name];
}

test("lists and streams of a token for tenant A name nothing of tenant B", async ({
  apiAs,
  stranger,
}) => {
  const [admin, support] = [await apiAs("admin"), await apiAs("support")];
  const purge = await foreignPurge(support);
  const { secret } = await makeToken(admin, { verbs: ["read"], tenants: [own.id] });
  const headers = { Authorization: `Bearer ${secret}` };
  for (const path of [
    "/api/v1/purges?limit=200",
    `/api/v1/purges?tenant=${others.id}`,
    "/api/v1/purges/export?format=ndjson",
    "/api/v1/events?follow=false",
  ]) {
    const answer = await stranger.get(path, { headers });
    const text = await answer.text();
    expect(answer.status(), `${path}: ${text}`).toBe(200);
    expect(text, path).not.toContain(purge);
    expect(text, path).not.toContain(others.slug);
  }
});
