import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { decideApproval } from "@/lib/domain/approvals/decide-approval";
import { readApproval } from "@/lib/domain/approvals/read-approval";
import { comparisonInclude } from "@/lib/domain/comparisons/comparison-row";
import { loadEvidence } from "@/lib/domain/comparisons/load-evidence";
import { readProofs } from "@/lib/domain/overview/read-proofs";
import { type ProofWorld, startProofWorld } from "@/lib/local-edge/testing/proof-world";
import { evidenceMarkdown } from "@/lib/schemas/evidence-markdown";
import type { Actor } from "@/lib/schemas/actor";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { makePurge } from "@/prisma/factories/purges";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";

// Other tenants' pages are probed around purges that may touch them.
const database = withTestDatabase();
vi.setConfig({ testTimeout: 90_000 });
let world: ProofWorld;
let stop: () => Promise<void>;
let engineer: Actor;
let approver: Actor;
/** All of these but the first two can be watched; drake's page carries no tag of billing pages. */
const slugs = ["acme", "globex", "bolt", "crane", "drake"];

beforeAll(async () => {
  world = await startProofWorld({
    slugs,
    pages: { drake: ["/help"] },
    rule: { proveSeconds: 20, bystanders: 3 },
  });
  [engineer, approver] = await Promise.all([makeActor("engineer"), makeActor("engineer")]);
  stop = await world.work();
});
afterAll(async () => {
  await stop();
  await world.close();
});
beforeEach(async () => {
  await world.visit("drake", "/help");
  await world.warmUp("acme", "globex", "bolt", "crane");
  await world.edit("acme", String(Math.ceil(Math.random() * 900) + 100));
});

const globex = () => ({ control: { tenantId: world.idOf("globex") } });

/** A purge of a tag that other tenants' pages carry, with its second person. */
async function purgeShared(): Promise<PurgeDetail> {
  const over = {
    selector: { tags: [`tenant:${world.idOf("acme")}`, "page:billing"] },
    confirmation: world.zone.name,
  };
  const { id } = await world.purge("acme", globex(), over, engineer);
  const { plan } = await readApproval(approver, id);
  await decideApproval(approver, id, {
    ...{ decision: "approve", plan: plan?.digest ?? "", reason: "The template was released" },
  });
  return world.proven(id);
}

test("a tenant's own tag: none of the others' pages went cold, and nothing is raised", async () => {
  const detail = await world.proven((await world.purge("acme", globex())).id);
  expect(detail.proof?.outcome).toBe("verified");
  expect(detail.collateral).toMatchObject({
    ...{ watched: 3, cold: [], kind: "calm", cause: null },
    summary: "None of 3 pages of other tenants that were warm before went cold.",
  });
  expect((await readProofs()).collateral).toEqual([]);
});

test("a shared tag: the receipt says how many of others went cold and which tag did it, and the overview raises it", async () => {
  const detail = await purgeShared();
  expect(detail.proof).toMatchObject({ code: "wide", outcome: "verified" });
  const { collateral, secondPerson } = detail;
  const decision = { by: approver.name, reason: "The template was released" };
  expect(secondPerson).toMatchObject({ approval: { state: "approved", decision }, passed: null });
  expect(collateral).toMatchObject({
    ...{ watched: 3, kind: "cold" },
    summary: "2 of 3 pages of other tenants that were warm before went cold.",
    cause: "By the tag plan other tenants' pages may carry page:billing.",
  });
  const cold = collateral?.cold.map(({ tenant, path, cacheStatus }) => [
    tenant.slug,
    path,
    cacheStatus,
  ]);
  expect(cold?.sort()).toEqual([
    ["bolt", "/billing", "MISS"],
    ["crane", "/billing", "MISS"],
  ]);
  expect((await readProofs()).collateral).toMatchObject([
    { purgeId: detail.id, tenant: { slug: "acme" }, summary: collateral?.summary },
  ]);
  const markdown = evidenceMarkdown(detail, "https://console.example.com");
  expect(markdown).toMatch(
    new RegExp(`- Approved by ${approver.name}, at .*Z, because “The template was released”\\n`),
  );
  expect(markdown).toContain("**Verified, wide: acme gets other content than before the purge.");
  expect(markdown).toMatch(
    /meant for other tenants as well .*what became of globex's copy says nothing/,
  );
  expect(markdown).toContain(
    "Others: 2 of 3 pages of other tenants that were warm before went cold. By the tag plan",
  );
  const entry = await database().auditEntry.findFirstOrThrow({
    where: { subjectId: detail.id, action: "purge.prove" },
  });
  expect(entry.details).toContain(`"collateral":"${collateral?.summary ?? ""}"`);
});

test("during a bulk import the same misses are shown as what it causes, and are not raised", async () => {
  const raised = (await readProofs()).collateral.length;
  const others = await database().tenant.findMany({ where: { slug: { in: ["bolt", "crane"] } } });
  await database().purge.createMany({
    data: Array.from({ length: 20 }, (_, at) =>
      makePurge({
        zoneId: world.zone.id,
        // It names those that are watched, too.
        tenantId: others[at]?.id ?? null,
        status: "accepted",
        finishedAt: new Date(Date.now() + 30_000),
        source: "import",
        targets: [`invoice:${700_000 + at}`],
      }),
    ),
  });
  const { collateral } = await purgeShared();
  expect(collateral).toMatchObject({ watched: 3, kind: "import" });
  expect(collateral?.cold).toHaveLength(2);
  expect(collateral?.cause).toMatch(/^20 purges of a bulk import ran .*: a short burst of misses/);
  expect((await readProofs()).collateral).toHaveLength(raised);
});

test("a control that another purge reached in between says nothing of this one", async () => {
  const { id, comparisons } = await world.proven((await world.purge("acme", globex())).id);
  const wasReached = () =>
    database().$transaction(async (tx) => {
      const row = await tx.comparison.findUniqueOrThrow({
        where: { id: comparisons[0]?.id ?? "" },
        include: comparisonInclude,
      });
      expect(row.purgeId).toBe(id);
      return (await loadEvidence(tx, row)).controlReached;
    });
  // The import of the test before names neither the control nor what all share.
  expect(await wasReached()).toBe(false);
  const ended = { status: "accepted" as const, finishedAt: new Date() };
  const shared = { tier: "shared", targets: ["page:billing"], ...ended };
  await database().purge.create({ data: makePurge({ zoneId: world.zone.id, ...shared }) });
  expect(await wasReached()).toBe(true);
});
