import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { newId } from "@/lib/platform/ids";
import { purgeStatuses } from "@/lib/schemas/words";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { followingStates } from "./purge-states";

const database = withTestDatabase();
const zoneId = exampleDirectory().zones[0]?.id ?? "";

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
});

test("the database holds the same rules as the code", async () => {
  const rules = await database().purgeStateRule.findMany();
  const inCode = Object.entries(followingStates).flatMap(([from, all]) =>
    all.map((to) => `${from} ${to}`),
  );
  expect(rules.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(inCode.sort());
});

/** A purge in a state, brought there in ways that the rules allow. */
async function purgeIn(status: (typeof purgeStatuses)[number]): Promise<string> {
  const first = status === "sending" || status === "cancelled" ? "queued" : status;
  const [id] = await queuePurges([makePurge({ zoneId, status: first })]);
  if (id === undefined) throw new Error("no purge");
  if (first !== status) await database().purge.update({ where: { id }, data: { status } });
  if (status === "awaiting_approval") await approve(id);
  return id;
}

/** A second person's yes: without it the database lets nothing out of the state that waits for it. */
async function approve(purgeId: string): Promise<void> {
  await database().approval.create({
    data: {
      purgeId,
      state: "approved",
      digest: "of a test",
      policyVersion: 1,
      requestedById: newId(),
      decidedById: newId(),
      expiresAt: new Date(),
    },
  });
}

const pairs = purgeStatuses.flatMap((from) =>
  purgeStatuses.filter((to) => to !== from).map((to) => [from, to] as const),
);

test.each(pairs)("from %s to %s: only as the rules say, and written down", async (from, to) => {
  const id = await purgeIn(from);
  const changing = database().purge.update({
    where: { id },
    data: { status: to, statusCause: "a test's cause" },
  });
  const history = () =>
    database().purgeTransition.findMany({ where: { purgeId: id }, orderBy: { id: "asc" } });
  const before = await history();
  const legal = (followingStates[from] as readonly string[]).includes(to);
  if (legal) {
    await changing;
    expect((await history()).at(-1)).toMatchObject({ from, to, cause: "a test's cause" });
  } else {
    await expect(changing).rejects.toThrow(/a purge does not go from/);
    expect(await history()).toEqual(before);
    expect((await database().purge.findUniqueOrThrow({ where: { id } })).status).toBe(from);
  }
});

test.each(["sending", "cancelled"] as const)("no purge begins as %s", async (status) => {
  await expect(queuePurges([makePurge({ zoneId, status })])).rejects.toThrow(/does not begin as/);
});

test("no purge begins as sending with a call that is not on record, or is over", async () => {
  const sending = { zoneId, status: "sending" as const, attemptCount: 1, callId: newId() };
  const begin = () => queuePurges([makePurge(sending)]);
  await expect(begin()).rejects.toThrow(/does not begin as/);
  await database().$executeRaw`
    INSERT INTO purge_call (id, account_id, plan, zone_id, method, kind, targets, purge_count, sender, started_at,
      leased_until, finished_at)
    SELECT ${sending.callId}::uuid, account_id, plan, id, 'purge', 'tags', '{}', 1, 'test', now(), now(), now()
    FROM zone WHERE id = ${zoneId}`;
  await expect(begin()).rejects.toThrow(/does not begin as/);
});

test("the record of changes is never changed or removed", async () => {
  await purgeIn("queued");
  const { purgeTransition } = database();
  await expect(purgeTransition.deleteMany()).rejects.toThrow(/never changed/);
  await expect(purgeTransition.updateMany({ data: { cause: "" } })).rejects.toThrow(
    /never changed/,
  );
  await expect(database().$executeRaw`TRUNCATE purge_transition`).rejects.toThrow(/never changed/);
});

test("a purge keeps its id: a new one would slip past the rules", async () => {
  const id = await purgeIn("scheduled");
  const changing = database().$executeRaw`
    UPDATE purge SET id = gen_random_uuid(), status = 'accepted' WHERE id = ${id}::uuid`;
  await expect(changing).rejects.toThrow(/a purge keeps its id/);
  expect((await database().purge.findUniqueOrThrow({ where: { id } })).status).toBe("scheduled");
});
