import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { Actor } from "@/lib/schemas/actor";
import type { Collateral } from "@/lib/schemas/proofs";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { planPurge } from "./plan-purge";

const database = withTestDatabase();
const directory = exampleDirectory();
const [zone = { id: "", name: "" }] = directory.zones;
let admin: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(directory);
  admin = await makeActor("admin");
});

const costOf = async (selector: object) =>
  (await planPurge(admin, { tenantId: "42", method: "purge", selector } as never)).zoneCost;

test("says who is on the zone, and plainly what nobody has seen", async () => {
  const own = directory.tenants.filter((one) => one.zone === zone.name);
  expect(await costOf({ everything: true })).toEqual({
    tenants: own.length,
    hosts: new Set(own.flatMap(({ hosts }) => hosts)).size,
    pages: own.flatMap(({ pages = [] }) => pages).length,
    probed: null,
    last: null,
  });
  expect(await costOf({ tags: ["tenant:42"] })).toBeNull();
});

test("counts the probes of the last day, and tells of the last time and how long the cache took", async () => {
  const probe = (tenantId: string, path: string, cacheStatus: string | null, hoursAgo: number) => ({
    ...{ id: crypto.randomUUID(), tenantId, path, url: `https://x${path}`, cacheStatus },
    startedAt: new Date(Date.now() - hoursAgo * 3_600_000),
  });
  await database().probe.createMany({
    data: [
      probe("42", "/billing", "HIT", 1),
      probe("42", "/billing", "MISS", 2),
      probe("77", "/billing", "HIT", 3),
      probe("77", "/billing", null, 3),
      probe("77", "/old", "HIT", 25),
    ],
  });
  const everything = { zoneId: zone.id, tenantId: "42", tier: "everything", targets: [] };
  const [id = ""] = await queuePurges([
    makePurge({
      ...everything,
      ...{ selectorKind: "everything", status: "accepted", finishedAt: new Date() },
    }),
  ]);
  const page = (before: string, first: string, warmAgainMs: number | null) => ({
    ...{ tenant: { id: "77", slug: "globex", name: "Globex" }, path: "/billing", before },
    ...{ after: { cacheStatus: first, ms: 900 }, warmAgainMs },
  });
  const sampled = [
    page("HIT", "MISS", 2_500),
    page("HIT", "MISS", 4_000),
    page("HIT", "MISS", null),
    page("HIT", "HIT", null),
    page("DYNAMIC", "DYNAMIC", null),
  ];
  const collateral: Collateral = {
    ...{ sampled, watched: 4, cold: [], kind: "cold", summary: "", cause: null },
  };
  await database().proof.create({
    data: {
      ...{ purgeId: id, state: "ended", nextAt: new Date(), createdAt: new Date() },
      collateral: collateral as never,
    },
  });
  expect(await costOf({ everything: true })).toMatchObject({
    probed: { answers: 3, hits: 2, pages: 2 },
    last: { purgeId: id, refill: { sampled: 3, warmAgain: 2, slowestMs: 4_000 } },
  });
});
