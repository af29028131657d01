import { beforeAll, beforeEach, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { Actor } from "@/lib/schemas/actor";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { retryAllFailures, retryFailure } from "./retry-failure";

const database = withTestDatabase();
const zoneId = exampleDirectory().zones[0]?.id ?? "";
let support: Actor;
let engineer: Actor;

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  support = await makeActor("support");
  engineer = await makeActor("engineer");
});
beforeEach(async () => {
  await database().purge.updateMany({
    where: { status: "failed" },
    data: { resolvedAt: new Date() },
  });
});

type Over = Partial<Parameters<typeof makePurge>[0]>;
const failed = (over: Over = {}) =>
  makePurge({
    zoneId,
    tenantId: "42",
    tier: "tenant",
    status: "failed",
    failureCount: 6,
    attemptCount: 6,
    finishedAt: new Date(),
    ...over,
  });
/** What a service asked for: of several tenants, by a tag that they share. */
const shared: Over = { tenantId: null, tier: "shared", targets: ["page:billing"] };
const read = (id: string) => database().purge.findUniqueOrThrow({ where: { id } });

test("one is sent again as a person's, with all its tries, and it is on record", async () => {
  const [id = ""] = await queuePurges([failed()]);
  const purge = await retryFailure(support, id, "Cloudflare is back");
  expect(purge.status).toBe("queued");
  expect(await read(id)).toMatchObject({ priority: 0, failureCount: 0, finishedAt: null });
  const entry = await database().auditEntry.findFirstOrThrow({ where: { subjectId: id } });
  expect(entry).toMatchObject({ action: "purge.retry", reason: "Cloudflare is back" });
  await expect(retryFailure(support, id, "Once more")).rejects.toMatchObject({ code: "conflict" });
});

test("all are sent again, however many may not be", async () => {
  const foreign = { targets: ["tenant:77"], requestedAt: new Date(Date.now() - 60_000) };
  await queuePurges(Array.from({ length: 105 }, () => failed(foreign)));
  const good = await queuePurges([failed(), failed({ targets: ["invoice:1"], tier: "object" })]);
  const result = await retryAllFailures(engineer, "The fault is mended");
  expect(result).toMatchObject({ retried: 2, refusedCount: 105 });
  expect(result.refused).toHaveLength(50);
  expect(result.refused[0]?.message).toContain("another tenant's tag");
  for (const id of good) expect((await read(id)).status).toBe("queued");
});

test("what a service was allowed to purge of several tenants an engineer may send again, and support may not", async () => {
  const [id = ""] = await queuePurges([failed(shared)]);
  await expect(retryFailure(support, id, "Try it")).rejects.toMatchObject({ code: "not_allowed" });
  expect((await retryFailure(engineer, id, "The fault is mended")).status).toBe("queued");
});

test("a person's purge of several tenants takes a second person, again", async () => {
  const [id = ""] = await queuePurges([failed({ ...shared, actorKind: "person" })]);
  await expect(retryFailure(engineer, id, "Try it")).rejects.toMatchObject({
    code: "needs_second_person",
  });
  expect((await read(id)).status).toBe("failed");
});
