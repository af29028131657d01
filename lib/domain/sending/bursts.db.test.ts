import { beforeAll, beforeEach, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { db } from "@/lib/platform/database";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { onServer, withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { ensureAllowance } from "./allowance";
import { claimCall } from "./claim-call";
import { readDueLanes } from "./due-lanes";
import { readSending } from "./read-sending";
import { targetKey } from "./lanes";
import { releaseScheduled } from "./release-scheduled";

withTestDatabase();
const [first] = exampleDirectory().zones;
const zoneId = first?.id ?? "";
const otherZone = {
  id: "f".repeat(32),
  name: "other.example.org",
  accountId: "e".repeat(32),
  plan: "pro",
};

beforeAll(async () => {
  useTestEnv();
  const directory = exampleDirectory();
  await importDirectory({ ...directory, zones: [...directory.zones, otherZone] });
});
beforeEach(async () => {
  await db().$executeRaw`
    UPDATE purge SET status = 'cancelled' WHERE status IN ('queued', 'scheduled')`;
});

const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

test("what waits for an account that nothing was sent to yet is counted", async () => {
  await queuePurges([makePurge({ zoneId: otherZone.id, targets: ["invoice:1"] })]);
  const account = (await readSending()).find(({ accountId }) => accountId === otherZone.accountId);
  expect(account).toMatchObject({ queued: 1, breaker: "closed" });
});

/** Purges of `tags` tags in one statement: by the thousand, faster than makePurge. */
async function burst(count: number, tags: number): Promise<void> {
  const [id = ""] = await queuePurges([makePurge({ zoneId, targets: ["invoice:0"] })]);
  const keys = many(tags, (at) => targetKey([`invoice:${at}`]));
  await db().$executeRaw`
    INSERT INTO purge (id, zone_id, method, selector_kind, targets, tier, status, status_cause, source,
      actor_kind, actor_name, trace_id, requested_at, not_before, priority, lane, fair_key, target_key)
    SELECT gen_random_uuid(), zone_id, method, selector_kind, ARRAY['invoice:' || n % ${tags}::int], tier,
      status, status_cause, source, actor_kind, actor_name, trace_id, requested_at, not_before, priority, lane,
      fair_key, (${keys}::text[])[1 + n % ${tags}::int]
    FROM purge, generate_series(1, ${count - 1}::int) n WHERE id = ${id}::uuid`;
}

test("a burst that the statistics know nothing of is claimed as quickly as any", async () => {
  const count = onServer ? 30_000 : 2_000;
  await db().$executeRaw`ANALYZE purge`;
  await burst(count, 2_000);
  const [lane] = await readDueLanes();
  if (lane === undefined) throw new Error("no lane");
  // A statement that reads what waits over and over is broken off by the claim's own limit.
  const claimed = await claimCall(lane, false, "");
  expect(claimed?.call.targets).toHaveLength(100);
  expect(claimed?.call.purges).toHaveLength(count / 20);
});

/** Calls that have failed and whose purges wait for the next try, the older ones first. */
async function failedCalls(zone: { id: string; accountId: string; plan: string }, count: number) {
  await db().purgeCall.createMany({
    data: many(count, (at) => ({
      id: `00000000-0000-7000-8000-${zone.id.slice(0, 4)}${String(at).padStart(8, "0")}`,
      accountId: zone.accountId,
      plan: zone.plan as "pro",
      zoneId: zone.id,
      method: "purge" as const,
      kind: "tags" as const,
      targets: [`invoice:${at}`],
      purgeCount: 1,
      sender: "test",
      startedAt: new Date(),
      leasedUntil: new Date(),
      finishedAt: new Date(),
      outcome: "transient" as const,
    })),
  });
  const calls = await db().purgeCall.findMany({
    where: { zoneId: zone.id, sender: "test" },
    select: { id: true },
  });
  return queuePurges(
    calls.map(({ id }, at) =>
      makePurge({
        zoneId: zone.id,
        status: "scheduled",
        targets: [`invoice:${at}`],
        attemptCount: 1,
        callId: id,
        notBefore: new Date(Date.now() - 60_000 + at),
      }),
    ),
  );
}

test("an account whose retries are used up holds no other account's up", async () => {
  if (first === undefined) throw new Error("no zone");
  const key = (zone: { accountId: string; plan: string }) =>
    ({ accountId: zone.accountId, plan: zone.plan, kind: "requests" }) as const;
  await ensureAllowance(db(), key(first));
  await ensureAllowance(db(), key(otherZone));
  await db().allowance.updateMany({
    where: { accountId: first.accountId },
    data: { retryTokens: 0, retryRefilledAt: new Date(Date.now() + 60_000) },
  });
  await failedCalls(first, 300);
  const [healthy = ""] = await failedCalls(otherZone, 1);
  await releaseScheduled();
  const { status } = await db().purge.findUniqueOrThrow({ where: { id: healthy } });
  expect(status).toBe("queued");
  expect(await db().purge.count({ where: { zoneId, status: "scheduled" } })).toBe(300);
});
