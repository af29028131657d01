import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { Actor } from "@/lib/schemas/actor";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { readTenant } from "./read-tenant";

const database = withTestDatabase();
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
let support: Actor;
let zoneId: string;

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  support = await makeActor("support");
  zoneId = (await database().zone.findFirstOrThrow()).id;
});

type Over = Omit<Parameters<typeof makePurge>[0], "zoneId">;
const purge = async (over: Over) => (await queuePurges([makePurge({ zoneId, ...over })]))[0];
const seen = async () => {
  const { purgeCount, purgeCount24h, lastPurge, lastWithoutTenant24h } = await readTenant(
    support,
    "42",
  );
  return { purgeCount, purgeCount24h, last: lastPurge?.id, without: lastWithoutTenant24h?.id };
};

test("purges with other tenants count, and are the last; those without a tenant are told of beside them", async () => {
  const own = await purge({ tenantId: "42", requestedAt: hoursAgo(30) });
  expect(await seen()).toEqual({ purgeCount: 1, purgeCount24h: 0, last: own, without: undefined });

  const requestedAt = hoursAgo(2);
  const shared = await purge({ requestedAt, targets: ["tenant:42", "tenant:77"] });
  await database().purgeTenant.createMany({
    data: ["42", "77"].map((tenantId) => ({ purgeId: shared ?? "", tenantId, requestedAt })),
  });
  const counted = { purgeCount: 2, purgeCount24h: 1, last: shared };
  expect(await seen()).toEqual({ ...counted, without: undefined });

  await purge({ tenantId: "77", requestedAt: hoursAgo(1) });
  await purge({ tier: "everything", environment: "staging", requestedAt: hoursAgo(1) });
  await purge({ tier: "shared", targets: ["page:billing"], requestedAt: hoursAgo(25) });
  expect(await seen()).toEqual({ ...counted, without: undefined });

  const without = await purge({
    ...{ tier: "everything", selectorKind: "everything", targets: [], requestedAt: hoursAgo(3) },
  });
  expect(await seen()).toEqual({ ...counted, without });
});
