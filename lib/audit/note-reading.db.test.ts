import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { listPurges } from "@/lib/domain/purges/list-purges";
import { readTenantTimeline } from "@/lib/domain/writes/read-timelines";
import { db } from "@/lib/platform/database";
import { noteRequest } from "@/lib/platform/request-under-way";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";

withTestDatabase();
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
});

test("an auditor who looks at a tenant leaves one entry, with the request's address; others leave none", async () => {
  noteRequest({ address: "192.0.2.7" });
  const auditor = await makeActor("auditor");
  for (const actor of [auditor, await makeActor("support")]) {
    await Promise.all([
      listPurges(actor, { tenant: "42", limit: 50 }),
      readTenantTimeline(actor, "42"),
      listPurges(actor, { limit: 50 }),
    ]);
    await listPurges(actor, { tenant: "42", limit: 50 });
  }
  await listPurges(auditor, { tenant: "77", limit: 50 });
  const entries = await db().auditEntry.findMany({
    where: { action: "tenant.read_history" },
    orderBy: { id: "asc" },
  });
  expect(
    entries.map(({ actorName, actorRole, tenantId, address, requestId }) => ({
      ...{ actorName, actorRole, tenantId, address, requestId },
    })),
  ).toEqual(
    ["42", "77"].map((tenantId) => ({
      ...{ actorName: auditor.name, actorRole: "auditor", tenantId },
      ...{ address: "192.0.2.7", requestId: "test" },
    })),
  );
});
