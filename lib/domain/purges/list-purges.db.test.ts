import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { Actor } from "@/lib/schemas/actor";
import { purgeListQuery } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { listPurges } from "./list-purges";

const database = withTestDatabase();
const minute = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms);
let auditor: Actor;

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  auditor = await makeActor("auditor");
  const zone = await database().zone.findFirstOrThrow();
  const make = (reason: string, over: Partial<Parameters<typeof makePurge>[0]>) =>
    makePurge({ zoneId: zone.id, reason, ...over });
  const failed = { status: "failed" as const, finishedAt: ago(minute) };
  await queuePurges([
    make("queued", { requestedAt: ago(1_000) }),
    make("queued, late", { requestedAt: ago(2 * minute) }),
    make("sending, late", { requestedAt: ago(3 * minute) }),
    make("awaits approval", { status: "awaiting_approval", requestedAt: ago(4 * minute) }),
    make("failed 1", { ...failed, requestedAt: ago(5 * minute) }),
    make("failed 2", { ...failed, requestedAt: ago(6 * minute) }),
    make("failed, closed", { ...failed, requestedAt: ago(7 * minute), resolvedAt: new Date() }),
    make("cancelled", { requestedAt: ago(8 * minute) }),
  ]);
  for (const [reason, status] of [
    ["sending, late", "sending"],
    ["cancelled", "cancelled"],
  ] as const) {
    await database().purge.updateMany({ where: { reason }, data: { status } });
  }
});

const list = (query: Record<string, unknown>) => listPurges(auditor, purgeListQuery.parse(query));
const reasons = async (query: Record<string, unknown>) =>
  (await list(query)).items.map(({ reason }) => reason);

test("narrows to a state, and to how purges stand", async () => {
  expect(await reasons({ status: "queued" })).toEqual(["queued", "queued, late"]);
  expect(await reasons({ status: "late" })).toEqual(["queued, late", "sending, late"]);
  expect(await reasons({ status: "open" })).toEqual(["failed 1", "failed 2"]);
  expect(await reasons({ status: "waiting" })).toEqual([
    "queued",
    "queued, late",
    "sending, late",
    "awaits approval",
  ]);
});

test("says of open failures how many there are in all, whatever the page", async () => {
  const first = await list({ status: "open", limit: 1 });
  expect(first).toMatchObject({ total: 2, items: [{ reason: "failed 1" }] });
  const second = await list({ status: "open", limit: 1, cursor: first.nextCursor });
  expect(second).toMatchObject({ total: 2, nextCursor: null, items: [{ reason: "failed 2" }] });
  expect((await list({ status: "failed" })).total).toBeNull();
});

test("refuses a state that does not exist", () => {
  expect(purgeListQuery.safeParse({ status: "melted" }).success).toBe(false);
});

test("narrows to actors by a part of their name, whatever its case", async () => {
  const zone = await database().zone.findFirstOrThrow();
  const by = (actorName: string, reason: string) =>
    makePurge({ zoneId: zone.id, actorName, reason, requestedAt: ago(60 * minute) });
  await queuePurges([by("billing-worker", "one"), by("Billing", "two"), by("cms", "three")]);
  expect(await reasons({ actor: "BILLING" })).toEqual(expect.arrayContaining(["one", "two"]));
  expect(await reasons({ actor: "billing-w" })).toEqual(["one"]);
  expect(await reasons({ actor: "nobody at all" })).toEqual([]);
});

test.each([{ ticket: "ZD-7001" }, { tag: "invoice:7001" }])(
  "narrows to actors among what another filter has found: %o",
  async (filter) => {
    const zone = await database().zone.findFirstOrThrow();
    const by = (actorName: string, reason: string, over: object) =>
      makePurge({ zoneId: zone.id, actorName, reason, requestedAt: ago(80 * minute), ...over });
    const named = { ticket: "ZD-7001", targets: ["invoice:7001"] };
    await queuePurges([
      by("shop-worker", "named", named),
      by("cms", "named, another actor", named),
      by("shop-worker", "another one", { ticket: "ZD-7002", targets: ["invoice:7002"] }),
    ]);
    expect(new Set(await reasons({ actor: "SHOP", ...filter }))).toEqual(new Set(["named"]));
    expect(await reasons({ actor: "nobody at all", ...filter })).toEqual([]);
  },
);

test("narrows to a tenant: its own purges and those that concern it among others, page by page", async () => {
  const zone = await database().zone.findFirstOrThrow();
  const purges = Array.from({ length: 9 }, (_, at) =>
    makePurge({
      zoneId: zone.id,
      reason: `of 42, ${at}`,
      tenantId: at % 3 === 0 ? "42" : null,
      requestedAt: ago((90 + at) * minute),
    }),
  );
  await queuePurges(purges);
  const rows = await database().purge.findMany({ where: { reason: { startsWith: "of 42" } } });
  const several = rows.filter(({ tenantId }) => tenantId === null);
  await database().purgeTenant.createMany({
    data: several.flatMap(({ id, requestedAt }) =>
      ["42", "77"].map((tenantId) => ({ purgeId: id, tenantId, requestedAt })),
    ),
  });
  const found: (string | null)[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list({
      tenant: "42",
      limit: 2,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.items.map(({ reason }) => reason));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(found).toEqual(purges.map(({ reason }) => reason));
  expect(await reasons({ tenant: "77" })).toHaveLength(6);
});
