import { beforeAll, beforeEach, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { exampleDirectory } from "@/prisma/factories/directory";
import { daysAgo, makeEnded } from "@/prisma/factories/ended-purges";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { removeExpired } from "./remove-expired";

withTestDatabase();
const zoneId = exampleDirectory().zones[0]?.id ?? "";
let personId = "";

const keepFor = (retention: Record<string, number>) => importDirectory({ retention });

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  personId = (await makeActor("support")).id;
});

// Each test has a policy of its own, and what the one before left is young.
beforeEach(async () => {
  await db().$executeRaw`UPDATE purge SET requested_at = now(), finished_at = now()
    WHERE status NOT IN ('queued', 'scheduled')`;
  await keepFor({});
});

async function compare(days: number, purgeId: string | null, probedDays = days): Promise<string> {
  const id = newId(daysAgo(days));
  await db().comparison.create({
    data: {
      ...{ id, affectedTenantId: "42", controlTenantId: "77", path: "/billing", purgeId },
      ...{ createdById: personId, createdAt: daysAgo(days) },
      ...{ verdictCode: "isolated", verdictSummary: "Isolated", verdictReasons: [] },
    },
  });
  await db().probe.create({
    data: {
      ...{ id: newId(), comparisonId: id, tenantId: "42", path: "/billing" },
      ...{ url: "https://acme.example.com/billing", startedAt: daysAgo(probedDays) },
    },
  });
  return id;
}

const isThere = async (id: string) => (await db().purge.count({ where: { id } })) === 1;
const entries = () =>
  db().auditEntry.findMany({ where: { action: "retention.remove" }, orderBy: { id: "asc" } });

test("without a policy nothing is removed, however old", async () => {
  const { id } = await makeEnded(zoneId, 4_000);
  expect(new Set(Object.values(await removeExpired()))).toEqual(new Set([0]));
  expect(await isThere(id)).toBe(true);
});

test("an old purge goes with all that belongs to it, and its removal is on record", async () => {
  const { id, callId } = await makeEnded(zoneId, 40, { tenantId: null });
  const shared = await makeEnded(zoneId, 39);
  const young = await makeEnded(zoneId, 20);
  // One call that carried an old purge and one that stays.
  await db().attempt.create({ data: { purgeId: young.id, number: 2, callId: shared.callId } });
  await db().purgeTenant.createMany({
    data: ["42", "77"].map((tenantId) => ({ purgeId: id, tenantId, requestedAt: daysAgo(40) })),
  });
  const comparison = await compare(40, id);
  const before = await entries();
  await keepFor({ purgeDays: 30 });

  expect(await removeExpired()).toMatchObject({ purge: 2 });
  expect(await isThere(id)).toBe(false);
  expect(await isThere(young.id)).toBe(true);
  expect(await db().attempt.count({ where: { purgeId: { in: [id, shared.id] } } })).toBe(0);
  expect(await db().purgeTenant.count({ where: { purgeId: id } })).toBe(0);
  expect(await db().purgeTransition.count({ where: { purgeId: id } })).toBe(0);
  expect(await db().purgeTransition.count({ where: { purgeId: young.id } })).toBe(1);
  expect(await db().purgeCall.count({ where: { id: callId } })).toBe(0);
  expect(await db().purgeCall.count({ where: { id: shared.callId } })).toBe(1);
  expect(await db().comparison.count({ where: { id: comparison } })).toBe(0);
  expect(await db().probe.count({ where: { comparisonId: comparison } })).toBe(0);

  const { version } = await db().retentionPolicy.findFirstOrThrow({ orderBy: { version: "desc" } });
  const written = (await entries()).slice(before.length);
  expect(written).toHaveLength(1);
  expect(written[0]).toMatchObject({ actorKind: "system", outcome: "done" });
  const details = JSON.parse(written[0]?.details ?? "") as Record<string, unknown>;
  expect(details).toMatchObject({
    ...{ kind: "purge", policyVersion: version, keptDays: 30 },
    rows: {
      ...{ purge: 2, purge_tenant: 2, purge_transition: 2, attempt: 2, purge_call: 1 },
      ...{ comparison: 1, probe: 1 },
    },
  });
  expect(new Date(String(details["oldest"])).getTime()).toBeLessThan(daysAgo(39.5).getTime());
  const removal = await db().retentionRemoval.findUniqueOrThrow({
    where: { id: written[0]?.subjectId ?? "" },
  });
  expect(removal).toMatchObject({ kind: "purge", policyVersion: version, count: 2 });
});

test("what waits, is sent, failed and is open, ended lately, or has a young proof stays", async () => {
  const old = daysAgo(40);
  const never = { finishedAt: null, attemptCount: 0, callId: null };
  const kept = {
    queued: await makeEnded(zoneId, 40, { ...never, status: "queued" }),
    scheduled: await makeEnded(zoneId, 40, {
      ...never,
      status: "scheduled",
      notBefore: daysAgo(-9),
    }),
    waiting: await makeEnded(zoneId, 40, { ...never, status: "awaiting_approval" }),
    open: await makeEnded(zoneId, 40, { status: "failed" }),
    closedLately: await makeEnded(zoneId, 40, { status: "failed", resolvedAt: daysAgo(3) }),
    endedLately: await makeEnded(zoneId, 40, { finishedAt: daysAgo(3) }),
    reportedLately: await makeEnded(zoneId, 40, { reportedAt: daysAgo(3) }),
    proofMadeLately: await makeEnded(zoneId, 40),
    proofProbedLately: await makeEnded(zoneId, 40),
    sending: await makeEnded(zoneId, 40, { ...never, status: "queued" }),
  };
  await db().purge.update({ where: { id: kept.sending.id }, data: { status: "sending" } });
  await compare(3, kept.proofMadeLately.id);
  await compare(40, kept.proofProbedLately.id, 3);
  const closed = await makeEnded(zoneId, 40, { status: "failed", resolvedAt: old });
  const cancelled = await makeEnded(zoneId, 40, { ...never, status: "queued", finishedAt: old });
  await db().purge.update({ where: { id: cancelled.id }, data: { status: "cancelled" } });
  await keepFor({ purgeDays: 30 });

  // One at a time: what stays must not stand in the way of what is behind it.
  expect(await removeExpired({ most: 1 })).toMatchObject({ purge: 2 });
  for (const [why, { id }] of Object.entries(kept)) expect(await isThere(id), why).toBe(true);
  expect(await isThere(closed.id)).toBe(false);
  expect(await isThere(cancelled.id)).toBe(false);
});

test("a purge, its second and their proofs go together, once both are old and proven", async () => {
  const pair = async (secondDays: number, proof: { state: "ended" | "after"; days: number }) => {
    const first = await makeEnded(zoneId, 40);
    const second = await makeEnded(zoneId, secondDays, { secondOfId: first.id });
    const comparisonId = await compare(40, second.id);
    const endedAt = proof.state === "ended" ? daysAgo(proof.days) : null;
    const made = { createdAt: daysAgo(40), nextAt: daysAgo(40) };
    await db().proof.create({
      data: { purgeId: second.id, state: proof.state, comparisonId, endedAt, ...made },
    });
    return [first.id, second.id];
  };
  const goes = await pair(39, { state: "ended", days: 39 });
  const stay = [
    ...(await pair(3, { state: "ended", days: 39 })),
    ...(await pair(39, { state: "ended", days: 3 })),
    ...(await pair(39, { state: "after", days: 39 })),
  ];
  await keepFor({ purgeDays: 30, comparisonDays: 30 });
  expect(await removeExpired({ most: 1 })).toMatchObject({ purge: 2, comparison: 0 });
  for (const id of goes) expect(await isThere(id)).toBe(false);
  for (const id of stay) expect(await isThere(id)).toBe(true);
});

test("comparisons without a purge, writes and sessions go by their own days", async () => {
  const loose = [await compare(40, null), await compare(20, null), await compare(40, null, 2)];
  const write = (days: number, recordedDays: number) => {
    const at = daysAgo(days);
    return {
      ...{ id: newId(at), tenantId: "42", phase: "committed" as const, at, tags: [], paths: [] },
      ...{ service: "billing", actorId: "t", eventId: newId(), digest: "d" },
      recordedAt: daysAgo(recordedDays),
    };
  };
  const writes = [write(40, 40), write(40, 3), write(3, 3)];
  await db().writeEvent.createMany({ data: writes });
  const session = (days: number, over: object = {}) => ({
    ...{ id: newId(), personId, createdAt: daysAgo(50), lastUsedAt: daysAgo(50) },
    expiresAt: daysAgo(days),
    ...over,
  });
  const sessions = [
    session(40),
    session(2),
    session(-30),
    session(-30, { revokedAt: daysAgo(40) }),
  ];
  await db().session.createMany({ data: sessions });
  await keepFor({ comparisonDays: 30, writeDays: 30, sessionDays: 30 });

  expect(await removeExpired()).toEqual({
    ...{ purge: 0, comparison: 1, diagnosis: 0, watch: 0 },
    ...{ write: 1, session: 2 },
  });
  const left = async (found: Promise<{ id: string }[]>) => (await found).map(({ id }) => id).sort();
  const ids = (rows: { id: string }[], ...places: number[]) =>
    places.map((place) => rows[place]?.id).sort();
  const among = (all: string[]) => ({ where: { id: { in: all } }, select: { id: true } });
  expect(await left(db().comparison.findMany(among(loose)))).toEqual(loose.slice(1).sort());
  const everyWrite = writes.map(({ id }) => id);
  expect(await left(db().writeEvent.findMany(among(everyWrite)))).toEqual(ids(writes, 1, 2));
  const everySession = sessions.map(({ id }) => id);
  expect(await left(db().session.findMany(among(everySession)))).toEqual(ids(sessions, 1, 2));
});

test("the database lets go of no purge and no change of state but by the policy that holds", async () => {
  const { id } = await makeEnded(zoneId, 40);
  const young = await makeEnded(zoneId, 3);
  const remove = (purgeId: string) => [
    db().attempt.deleteMany({ where: { purgeId } }),
    db().purge.deleteMany({ where: { id: purgeId } }),
  ];
  await expect(db().$transaction(remove(id))).rejects.toThrow(/by retention alone/);
  await keepFor({ purgeDays: 30 });
  const newest = await db().retentionPolicy.findFirstOrThrow({ orderBy: { version: "desc" } });
  const under = (version: number) =>
    db().$executeRaw`SELECT set_config('purge_console.retention_policy', ${String(version)}, true)`;
  const { version } = newest;
  const older = under(version - 1);
  await expect(db().$transaction([older, ...remove(id)])).rejects.toThrow(/by retention alone/);
  await expect(db().$transaction([under(version), ...remove(young.id)])).rejects.toThrow(
    /by retention alone/,
  );
  const history = db().purgeTransition.deleteMany({ where: { purgeId: id } });
  await expect(db().$transaction([under(version), history])).rejects.toThrow(/never changed/);
  expect(await isThere(id)).toBe(true);
  await expect(db().retentionPolicy.deleteMany()).rejects.toThrow(/never changed/);
  await expect(
    db().retentionPolicy.update({ where: { version }, data: { purgeDays: 7 } }),
  ).rejects.toThrow(/never changed/);
});

test("a batch that fails at its end has removed nothing and left no record", async () => {
  const { id } = await makeEnded(zoneId, 40);
  await keepFor({ purgeDays: 30 });
  const before = await entries();
  await db()
    .$executeRaw`ALTER TABLE audit_entry ADD CONSTRAINT broken CHECK (action <> 'retention.remove') NOT VALID`;
  await expect(removeExpired()).rejects.toThrow();
  await db().$executeRaw`ALTER TABLE audit_entry DROP CONSTRAINT broken`;
  expect(await isThere(id)).toBe(true);
  expect(await db().attempt.count({ where: { purgeId: id } })).toBe(1);
  expect(await entries()).toEqual(before);
  expect(await removeExpired()).toMatchObject({ purge: 1 });
  expect(await isThere(id)).toBe(false);
});

test("whatever refers to a purge or a comparison is known to retention", async () => {
  const rows = await db().$queryRaw<{ reference: string }[]>`
    SELECT conrelid::regclass || ' to ' || confrelid::regclass AS reference FROM pg_constraint
    WHERE contype = 'f' AND confrelid IN ('purge'::regclass, 'comparison'::regclass,
      'diagnosis'::regclass, 'watch'::regclass)`;
  // A new table that refers to them has to be removed with them (remove-purges.ts), or retention stops there.
  expect(rows.map(({ reference }) => reference).sort()).toEqual([
    "approval to purge",
    "attempt to purge",
    "break_glass to purge",
    "comparison to purge",
    // What was found of a stale page stays, without the purge that it was about: the reference becomes null.
    "diagnosis to purge",
    "probe to comparison",
    "probe to diagnosis",
    "proof to comparison",
    "proof to purge",
    "purge to purge",
    "purge_tenant to purge",
    "watch_page to watch",
  ]);
});
