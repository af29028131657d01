import { afterAll, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { type PracticeEdge, startPracticeEdge } from "@/lib/local-edge/start-practice-edge";
import type { Actor } from "@/lib/schemas/actor";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeEnded } from "@/prisma/factories/ended-purges";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { addProbes } from "./add-probes";
import { readContent } from "./read-content";
import { readSavedComparison } from "./save-verdict";
import { startComparison } from "./start-comparison";

const database = withTestDatabase();
let edge: PracticeEdge;
let support: Actor;
const help = {
  path: "/help",
  variants: [
    { name: "German", language: "de" },
    { name: "Phone", device: "mobile" },
    { name: "France", country: "FR" },
  ],
};

beforeAll(async () => {
  const { zones, tagPlan, tenants } = exampleDirectory();
  const [zone] = zones;
  if (zone === undefined) throw new Error("no zone");
  const world = tenants.slice(0, 2).map(({ hosts, ...tenant }) => ({
    ...tenant,
    hosts: hosts.slice(0, 1),
    invoices: [{ id: `9${tenant.id}`, customer: "One", amountCents: 100, status: "open" as const }],
  }));
  edge = await startPracticeEdge(
    { zones: [{ ...zone, plan: "enterprise", tenants: world }] },
    { ports: { api: 0, edges: [0, 0], origin: 0, control: 0 } },
  );
  const address = edge.edges[0]?.address ?? "";
  useTestEnv({ PROBE_PRIVATE_EDGES: address });
  await importDirectory({
    zones: [{ ...zone, edge: { scheme: "http", address }, tenantMarker: "<title>{name} ·" }],
    tagPlan,
    tenants: tenants.slice(0, 2).map((tenant) => ({
      ...tenant,
      pages: [help, "/api/billing"],
    })),
  });
  support = await makeActor("support");
});
afterAll(() => edge.close());

const sides = { affected: { tenantId: "42" }, control: { tenantId: "77" } };

test("a comparison runs over all variants of a page, in every round, and says which it did not see", async () => {
  const started = await startComparison(support, { ...sides, path: "/help", variants: true });
  const asked = (probes: { variant: string | null }[]) =>
    [...new Set(probes.map(({ variant }) => variant ?? "default"))].sort();
  const all = ["German", "Phone", "default"];
  for (const side of [started.affected, started.control]) {
    expect(asked(side?.probes ?? [])).toEqual(all);
  }
  const { round } = started.affected.probes.at(-1) ?? {};
  const more = await addProbes(support, started.id, undefined);
  const newest = more.affected.probes.filter((probe) => probe.round === (round ?? 0) + 1);
  expect(asked(newest)).toEqual(all);
  const { variants } = await readContent(support, started.id);
  expect(variants).toEqual([
    { name: null, probed: true, canProbe: true, coverage: null },
    { name: "German", probed: true, canProbe: true, coverage: null },
    { name: "Phone", probed: true, canProbe: true, coverage: null },
    { name: "France", probed: false, canProbe: false, coverage: null },
  ]);
  // Each variant is a copy of its own: each was cold once, by itself.
  const colds = started.affected.probes.filter(({ cacheStatus }) => cacheStatus === "MISS");
  expect(colds).toHaveLength(3);
  expect(asked(colds)).toEqual(all);
});

test("without being asked for, variants are left alone", async () => {
  const started = await startComparison(support, { ...sides, path: "/help" });
  expect(started.affected.probes.every(({ variant }) => variant === null)).toBe(true);
});

test("JSON answers are compared by their values, which are no part of the comparison itself", async () => {
  const started = await startComparison(support, { ...sides, path: "/api/billing" });
  const same = await readContent(support, started.id);
  expect(same.affected.map(({ difference }) => difference.changes)).toEqual([[]]);
  expect(JSON.stringify(started)).not.toContain("jsonLeaves");
  const last = started.affected.probes.at(-1);
  const row = await database().probe.findUniqueOrThrow({ where: { id: last?.id ?? "" } });
  const { values } = row.jsonLeaves as { values: Record<string, string> };
  const [path, before] = Object.entries(values)[0] ?? ["", ""];
  await database().probe.update({
    where: { id: row.id },
    data: { jsonLeaves: { values: { ...values, [path]: '"another"' }, more: 0 } },
  });
  const changed = await readContent(support, started.id);
  expect(changed.affected[0]?.difference.changes).toEqual([{ path, before, after: '"another"' }]);
});

test("a probe that was on its way when the purge was sent is no before, though it was sent for one", async () => {
  const started = await startComparison(support, { ...sides, path: "/help" });
  const last = started.affected.probes.at(-1);
  const sentAt = new Date(Date.parse(last?.startedAt ?? "") + 100);
  const { zoneId } = await database().tenant.findUniqueOrThrow({ where: { id: "42" } });
  const { id, callId } = await makeEnded(zoneId, 0);
  await database().purgeCall.update({ where: { id: callId }, data: { startedAt: sentAt } });
  await database().comparison.update({ where: { id: started.id }, data: { purgeId: id } });
  const phases = async (ttfbMs: number) => {
    await database().probe.update({ where: { id: last?.id ?? "" }, data: { ttfbMs } });
    const { affected } = await readSavedComparison(started.id);
    return affected.probes.map(({ phase }) => phase);
  };
  const before = started.affected.probes.slice(1).map(() => "before");
  expect(await phases(100)).toEqual([...before, "before"]);
  expect(await phases(101)).toEqual([...before, "during"]);
});
