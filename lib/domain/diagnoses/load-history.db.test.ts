import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { reportPurges } from "@/lib/domain/reports/report-purges";
import { reportWrites } from "@/lib/domain/reports/report-writes";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { loadHistory } from "./load-history";

const database = withTestDatabase();
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
});

test("what a job purged in the write's trace for another tenant explains nothing of this one", async () => {
  const billing = await makeService();
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const at = new Date(Date.now() - 60_000).toISOString();
  const event = (eventId: string, selector: object) => ({
    ...{ eventId, at, traceId, zone: "example.com", selector },
    result: { status: "accepted" },
  });
  await reportWrites(billing, [
    { eventId: "write", at, traceId, tenant: "acme", phase: "committed" },
  ]);
  await reportPurges(billing, [
    event("other", { tags: ["tenant:77"] }),
    event("object", { tags: ["invoice:1"] }),
    event("shared", { tags: ["page:billing"] }),
  ]);
  const { zoneId } = await database().tenant.findUniqueOrThrow({ where: { id: "42" } });
  const { purges } = await loadHistory({ tenantId: "42", zoneId }, []);
  expect(purges.map(({ targets }) => targets[0]).sort()).toEqual(["invoice:1", "page:billing"]);
});
