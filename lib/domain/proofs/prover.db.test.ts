import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readPurgeDetail } from "@/lib/domain/purges/read-purge";
import { type ProofWorld, startProofWorld } from "@/lib/local-edge/testing/proof-world";
import { newId } from "@/lib/platform/ids";
import type { ProofRequest } from "@/lib/schemas/proofs";
import type { PurgeDetail, PurgeRequest } from "@/lib/schemas/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { repeatPurge } from "./repeat-purge";

const database = withTestDatabase();
// Database, edge and prover share what this machine has: a proof takes its seconds.
vi.setConfig({ testTimeout: 90_000, maxConcurrency: 3 });
let world: ProofWorld;
let stop: () => Promise<void>;

// One tenant a test: they run at the same time, as a proof takes its seconds.
const slugs = ["acme", "bolt", "crane", "delta", "ember", "flint", "globex", "initech"];
const idOf = (slug: string) => world.idOf(slug);

beforeAll(async () => {
  world = await startProofWorld({ slugs, pages: { flint: [] }, rule: { proveSeconds: 10 } });
  await world.warmUp(...slugs.filter((slug) => slug !== "flint"));
  stop = await world.work();
});
afterAll(async () => {
  await stop();
  await world.close();
});

/** All have one control: else one test's tenant would be probed as another's. */
function purge(slug: string, proof?: ProofRequest, over: Partial<PurgeRequest> = {}) {
  const globex = { control: { tenantId: idOf("globex") } };
  return world.purge(slug, proof ?? (slug === "flint" ? undefined : globex), over);
}

const until: ProofWorld["until"] = (id, isThere) => world.until(id, isThere);
const proven = (id: string) => world.proven(id);
const phases = (detail: PurgeDetail, side: "affected" | "control") =>
  detail.comparisons[0]?.[side]?.probes.map(
    ({ phase, cacheStatus }) => `${phase ?? ""} ${cacheStatus ?? ""}`,
  ) ?? [];

test.concurrent("isolated: recorded before, held until then, probed after, on record", async () => {
  await world.edit("acme");
  const { id, status } = await purge("acme");
  expect(status).toBe("scheduled");
  const detail = await proven(id);
  expect(detail.proof).toMatchObject({ outcome: "verified", code: "isolated" });
  expect(phases(detail, "affected")[0]).toBe("before HIT");
  expect(phases(detail, "affected").join()).toMatch(/before HIT,after MISS(,after HIT)+$/);
  expect(new Set(phases(detail, "control"))).toEqual(new Set(["before HIT", "after HIT"]));
  expect(detail.comparisons[0]).toMatchObject({ createdBy: "console", path: "/billing" });
  const before = detail.comparisons[0]?.affected.probes.filter(({ phase }) => phase === "before");
  const sent = detail.attempts[0]?.startedAt ?? "";
  expect(before?.every(({ startedAt }) => startedAt < sent)).toBe(true);
  const entries = await database().auditEntry.findMany({
    where: { subjectId: id, action: "purge.prove" },
  });
  expect(entries).toMatchObject([{ actorKind: "system", tenantId: idOf("acme") }]);
});

test.concurrent(
  "not purged: the edge ignores the tag, and the old copy is still there at the end",
  async () => {
    const answer = await fetch(`${world.edge.controlUrl}/faults`, {
      method: "PUT",
      body: JSON.stringify({ ignoreTags: [`tenant:${idOf("bolt")}`] }),
    });
    expect(answer.status).toBe(200);
    const detail = await proven((await purge("bolt")).id);
    expect(detail.status).toBe("accepted");
    expect(detail.proof).toMatchObject({ outcome: "not_verified", code: "not_purged" });
    expect(detail.repeatable).toBe(false);
  },
);

test.concurrent(
  "old content came back: one second purge, linked to the first, and never another",
  async () => {
    // A write is on record that the origin does not show; the copy is older than it, however slow the answers are.
    await sleep(3_000);
    await database().writeEvent.create({
      data: {
        ...{ id: newId(), tenantId: idOf("crane"), phase: "committed", at: new Date() },
        ...{
          tags: [],
          paths: ["/billing"],
          service: "billing",
          actorId: "t",
          eventId: "w",
          digest: "",
        },
        recordedAt: new Date(),
      },
    });
    const first = await proven((await purge("crane")).id);
    expect(first.proof).toMatchObject({ outcome: "not_verified", code: "old_content" });
    expect(first.repeatable).toBe(true);
    const answers = await Promise.allSettled([
      repeatPurge(world.support, first.id),
      repeatPurge(world.support, first.id),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { second } = await readPurgeDetail(first.id);
    const repeated = await readPurgeDetail(second ?? "");
    expect(repeated).toMatchObject({ status: "scheduled", secondOf: first.id, repeatable: false });
    expect(repeated.selector).toEqual(first.selector);
    await expect(repeatPurge(world.support, repeated.id)).rejects.toMatchObject({
      code: "conflict",
    });
    const thirds = database().purge.update({
      where: { id: (await purge("flint")).id },
      data: { secondOfId: repeated.id },
    });
    await expect(thirds).rejects.toThrow(/a second purge is not repeated/);
  },
);

test.concurrent(
  "superseded: a newer purge of the same page came before there was a proof",
  async () => {
    const first = await purge("delta");
    await until(first.id, ({ status }) => status === "accepted");
    const newer = await purge("delta", undefined, { reason: "once more, to be sure" });
    expect((await proven(first.id)).proof).toMatchObject({ outcome: "superseded" });
    expect((await proven(newer.id)).proof?.outcome).not.toBe("superseded");
  },
);

test.concurrent("no page is known: it says so, and the purge is not held", async () => {
  const detail = await proven((await purge("flint")).id);
  expect(detail.proof).toMatchObject({ outcome: "cannot_tell", comparisonId: null });
  expect(detail.proof?.summary).toMatch(/no page of flint is known/);
  expect((await until(detail.id, ({ finishedAt }) => finishedAt !== null)).status).toBe("accepted");
});

test.concurrent(
  "a control of another tenant's host, a path that is none, a foreign comparison: refused",
  async () => {
    const self = { control: { tenantId: idOf("ember") } };
    await expect(purge("ember", self)).rejects.toMatchObject({
      fields: [{ path: "proof.control.tenantId" }],
    });
    await expect(purge("ember", { path: "billing" })).rejects.toMatchObject({
      fields: [{ path: "proof.path" }],
    });
    await expect(purge("ember", { comparisonId: newId() })).rejects.toMatchObject({
      code: "not_found",
    });
  },
);
