import { expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { readDays } from "./read-days";

const database = withTestDatabase();
const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
const accepted = async () => (await readDays([day]))[0]?.sources[0]?.accepted ?? 0;

/** What somebody waits for until it is opened. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    opened,
    open: () => {
      open();
    },
  };
}

test("while somebody changes a purge of the day nothing is kept of it, so what commits later is not missed", async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  const { id: zoneId } = await database().zone.findFirstOrThrow();
  const requestedAt = new Date(`${day}T12:00:00Z`);
  const [written, end] = [gate(), gate()];
  const change = database().$transaction(async (tx) => {
    await tx.purge.create({
      data: makePurge({ zoneId, requestedAt, status: "accepted", finishedAt: requestedAt }),
    });
    written.open();
    await end.opened;
  });
  await written.opened;
  expect(await accepted()).toBe(0);
  expect(await database().purgeDay.count()).toBe(0);
  end.open();
  await change;
  expect(await accepted()).toBe(1);
  expect(await database().purgeDay.count()).toBe(1);
});
