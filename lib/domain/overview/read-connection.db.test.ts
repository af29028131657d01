import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { reportPurges } from "@/lib/domain/reports/report-purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { readConnection } from "./read-connection";

const database = withTestDatabase();
beforeAll(async () => {
  useTestEnv({ CLOUDFLARE_API_TOKEN: "a-token-for-tests-only-of-forty-characters" });
  await importDirectory(exampleDirectory());
});

test("what services report of their own connections tells nothing of the console's", async () => {
  const service = await makeService();
  const reported = {
    eventId: "billing-1",
    at: new Date().toISOString(),
    zone: "example.com",
    selector: { tags: ["tenant:42"] },
    result: { status: "failed", httpStatus: 403, errors: [{ code: 10000, message: "No" }] },
  };
  expect(await reportPurges(service, [reported])).toMatchObject({ recorded: 1 });
  expect(await readConnection()).toMatchObject({ state: "untried", lastFailedAt: null });

  // The same answer to a call of the console's own.
  await database().purgeCall.updateMany({ data: { sender: "console-1 (4711)" } });
  expect(await readConnection()).toMatchObject({
    state: "refused",
    lastFailedAt: expect.any(String) as string,
    lastAcceptedAt: null,
  });
});
