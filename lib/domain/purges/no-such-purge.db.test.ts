import { beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { cancelPurge } from "./cancel-purge";
import { readPurge } from "./read-purge";
import { resolveFailure } from "./resolve-failure";

withTestDatabase();
let engineer: Actor;
beforeAll(async () => {
  useTestEnv();
  engineer = await makeActor("engineer");
});

// On a database with one connection, whoever asks a second time inside of a transaction waits for itself.
test.each<[string, (id: string) => Promise<unknown>]>([
  ["reading", (id) => readPurge(engineer, id)],
  ["closing", (id) => resolveFailure(engineer, id, "Nothing to do")],
  ["cancelling", (id) => cancelPurge(engineer, id, null)],
])("%s a purge that is not there says so at once", async (_what, act) => {
  await expect(act(newId())).rejects.toMatchObject({ code: "not_found" });
});
