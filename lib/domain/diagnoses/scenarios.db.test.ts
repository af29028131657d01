import { afterAll, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { callHttp, headerValue } from "@/lib/local-edge/http/call-http";
import { placeScenarios } from "@/lib/local-edge/scenarios/play-scenario";
import { type PracticeEdge, startPracticeEdge } from "@/lib/local-edge/start-practice-edge";
import { ask } from "@/lib/local-edge/testing/practice-fixture";
import { usePracticeEdge } from "@/lib/platform/env";
import { tellOfPractice } from "@/lib/start/practice-service";
import { prepareScenarios } from "@/lib/start/prepare-scenarios";
import type { Actor } from "@/lib/schemas/actor";
import { findingCodes } from "@/lib/schemas/probes";
import type { Diagnosis } from "@/lib/schemas/diagnoses";
import { makeActor } from "@/prisma/factories/people";
import {
  practiceCanary,
  practiceTagPlan,
  practiceTenants,
  practiceZones,
} from "@/prisma/practice/world";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { listDiagnoses, readDiagnosis } from "./list-diagnoses";
import { runDiagnosis } from "./run-diagnosis";

const database = withTestDatabase();
const zone = {
  id: "0123456789abcdef0123456789abcdef",
  name: "example.com",
  accountId: "fedcba9876543210fedcba9876543210",
  plan: "enterprise" as const,
};
/** One for each scenario, so that all of them can be played at once. */
const tenants = Array.from({ length: 30 }, (_, index) => ({
  id: String(index),
  slug: `tenant-${index}`,
  name: `Tenant number ${index}`,
  hosts: [`tenant-${index}.example.com`],
  invoices: [{ id: String(9_000 + index), customer: "c", amountCents: 1, status: "open" as const }],
}));
const placed = placeScenarios([{ ...zone, tenants }]);

let edge: PracticeEdge;
let support: Actor;
/** How many are played at once, each on a tenant of its own. */
const atOnce = 6;
/** What was found for each scenario. */
const found = new Map<string, Diagnosis>();
beforeAll(async () => {
  useTestEnv();
  edge = await startPracticeEdge(
    { zones: [{ ...zone, tenants }] },
    {
      ports: { api: 0, edges: [0, 0], origin: 0, control: 0 },
      originLatencyMs: 0,
      tell: tellOfPractice,
    },
  );
  const address = edge.edges[0]?.address ?? "";
  const origin = new URL(edge.originUrl).host;
  const { apiBaseUrl: baseUrl, apiToken: token, auditToken } = edge;
  usePracticeEdge({ baseUrl, token, auditToken }, [address, origin]);
  await importDirectory({
    zones: [
      {
        ...zone,
        edge: { scheme: "http", address },
        origin: { scheme: "http", address: origin },
      },
    ],
    tagPlan: practiceTagPlan.map((planned) => ({ ...planned, zone: zone.name })),
    tenants: tenants.map(({ id, slug, name, hosts }) => ({
      ...{ id, slug, name, hosts },
      zone: zone.name,
    })),
  });
  await prepareScenarios(database(), placed);
  support = await makeActor("support");
  const waiting = placed.map(({ scenario }) => scenario.id);
  const playNext = async (): Promise<void> => {
    const id = waiting.shift();
    if (id === undefined) return;
    found.set(id, await playAndAsk(id));
    await playNext();
  };
  await Promise.all(Array.from({ length: atOnce }, playNext));
});
afterAll(() => edge.close());

/** Sets a scenario up as a newcomer does, by its button, and asks why its page is stale. */
async function playAndAsk(id: string): Promise<Diagnosis> {
  const { host } = new URL(edge.controlUrl);
  const pressed = await callHttp({
    ...{ address: host, method: "POST", path: `/scenarios/${id}`, headers: [["Host", host]] },
    timeoutMs: 60_000,
    maxBytes: 1_000,
  });
  expect(headerValue(pressed.headers, "location"), id).toBe(`/scenarios/${id}`);
  const facts = await ask(edge.controlUrl, "/scenarios.json");
  const all = JSON.parse(facts.text) as { id: string; tenantId: string; address: string }[];
  const one = all.find((each) => each.id === id);
  if (one === undefined) throw new Error(`there is no scenario ${id}`);
  return runDiagnosis(support, { tenantId: one.tenantId, address: one.address });
}

function diagnosisOf(id: string): Diagnosis {
  const diagnosis = found.get(id);
  if (diagnosis === undefined) throw new Error(`${id} was not played`);
  return diagnosis;
}

const findingsOf = ({ probes, origin }: Diagnosis) =>
  [...probes, ...origin].flatMap(({ findings }) => findings.map(({ code }) => code));

test.each(placed.map(({ scenario }) => scenario))("$id shows $expects", ({ id, kind, expects }) => {
  const diagnosis = diagnosisOf(id);
  const story = `${diagnosis.summary}\n${diagnosis.evidence.join("\n")}`;
  const noticed = [...new Set(findingsOf(diagnosis))];
  if (kind === "finding") {
    expect(noticed, story).toEqual([expects]);
    return;
  }
  expect(diagnosis.cause, story).toBe(expects);
  // That the tag is missing is a cause and a finding. Nothing else is to be noticed beside a cause.
  expect(noticed, story).toEqual(expects === "tag_missing" ? ["tags_missing"] : []);
});

test("each finding that there is has a scenario", () => {
  const shown = placed.flatMap(({ scenario }) =>
    scenario.kind === "finding" ? [scenario.expects] : [],
  );
  expect(shown.toSorted()).toEqual([...findingCodes].toSorted());
});

test("no scenario is set up on a tenant of the canary, whose proof it would spoil", () => {
  const zones = practiceZones.map((one) => ({
    ...one,
    environments: [...one.environments],
    tenants: practiceTenants.find(({ zoneId }) => zoneId === one.id)?.tenants ?? [],
  }));
  const used = placeScenarios(zones).flatMap(({ owner, neighbour }) => [
    owner.tenant.id,
    neighbour.id,
  ]);
  expect(used.length).toBe(2 * placed.length);
  expect(used).not.toContain(practiceCanary.tenantId);
  expect(used).not.toContain(practiceCanary.controlId);
});

test("a page that is in order has no findings", () => {
  expect(findingsOf(diagnosisOf("not-stale"))).toEqual([]);
});

test("what a purge would mend has one proposed, of the page alone; nothing else has", () => {
  const { proposal, tenant, url } = diagnosisOf("not-purged");
  expect(proposal).toMatchObject({ selector: { files: [url] }, tier: "object", refusal: null });
  expect(url).toBe(`http://${tenant.slug}.example.com/practice/forgotten`);
  for (const id of ["not-cached", "not-stale", "under-way", "origin-failing", "cannot-tell"]) {
    expect(diagnosisOf(id).proposal, id).toBeNull();
  }
});

test("where the edge tells copies apart by what the set-up does not say, a tag of all copies is proposed, not a URL", () => {
  const { proposal, origin } = diagnosisOf("other-variant");
  const [tag] = proposal?.selector.tags ?? [];
  expect(tag).toMatch(/^invoice:/);
  expect(origin[0]?.cacheTag).toContain(tag);
  expect(proposal).toMatchObject({ tier: "object", refusal: null });
});

test("a run is kept with its probes, and on record", async () => {
  const { id, probes, tenant } = diagnosisOf("purge-failed");
  expect(probes.length).toBe(2);
  expect(await readDiagnosis(support, id)).toEqual(diagnosisOf("purge-failed"));
  const entries = await database().auditEntry.findMany({ where: { subjectId: id } });
  expect(entries.map(({ action, outcome, tenantId }) => [action, outcome, tenantId])).toEqual([
    ["diagnosis.run", "done", tenant.id],
  ]);
  const { items } = await listDiagnoses(support, { tenant: tenant.id, limit: 50 });
  expect(items.map((one) => one.id)).toEqual([id]);
});

test("an auditor reads what was found and asks nothing; a page that is not the tenant's is asked by nobody", async () => {
  const auditor = await makeActor("auditor");
  const { id, tenant } = diagnosisOf("not-purged");
  const request = { tenantId: tenant.id, address: "/practice/forgotten" };
  await expect(runDiagnosis(auditor, request)).rejects.toMatchObject({ code: "not_allowed" });
  expect((await readDiagnosis(auditor, id)).id).toBe(id);
  const count = await database().probe.count();
  const foreign = `http://${diagnosisOf("refilled").tenant.slug}.example.com/practice/replica`;
  for (const address of [foreign, "http://127.0.0.1/", "//evil.example/"]) {
    const attempt = runDiagnosis(support, { tenantId: tenant.id, address });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_input" });
  }
  await expect(runDiagnosis(support, { tenantId: "none", address: "/" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await database().probe.count()).toBe(count);
});
