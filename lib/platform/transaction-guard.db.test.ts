import { expect, test } from "vitest";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { db } from "./database";

withTestDatabase();

test("inside of a transaction only its own client is there; what it has started may ask once it has ended", async () => {
  let later: Promise<number> | undefined;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  await db().$transaction(async (tx) => {
    expect(await tx.person.count()).toBe(0);
    await expect((async () => db().person.count())()).rejects.toThrow("inside of a transaction");
    later = ended.then(() => db().person.count());
  });
  expect(await db().person.count()).toBe(0);
  end();
  expect(await later).toBe(0);
});
