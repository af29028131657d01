import { authorize } from "@/lib/audit/authorize";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { Canary, CanaryList, CanaryRow, CanaryRun } from "@/lib/schemas/canaries";
import { AppError } from "@/lib/schemas/errors";
import type { CanaryResult, Prisma } from "@/prisma/generated/client";
import { canaryState, isProof, isRed } from "./canary-state";

const tenantRef = { select: { id: true, slug: true, name: true } } as const;
const mostRuns = 10;
const mostWithout = 20;

const canaryInclude = {
  tenant: tenantRef,
  control: tenantRef,
  zone: {
    select: {
      id: true,
      name: true,
      tagPatterns: { select: { pattern: true, scope: true }, orderBy: { pattern: "asc" } },
      canaryRuns: {
        include: { results: { select: { outcome: true } } },
        orderBy: [{ askedAt: "desc" }, { id: "desc" }],
        take: mostRuns + 1,
      },
    },
  },
} as const satisfies Prisma.CanaryInclude;

type CanaryRecord = Prisma.CanaryGetPayload<{ include: typeof canaryInclude }>;

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** The newest result of each row, and the newest that proves something: at most two a row. */
function readNewest(zoneIds: string[]): Promise<CanaryResult[]> {
  return db().$queryRaw<CanaryResult[]>`
    SELECT DISTINCT ON (zone_id, pattern, proves) run_id AS "runId", pattern, zone_id AS "zoneId",
      outcome, why, at, purge_id AS "purgeId", comparison_id AS "comparisonId",
      outcome IN ('passed', 'failed') AS proves
    FROM canary_result WHERE zone_id = ANY(${zoneIds})
    ORDER BY zone_id, pattern, proves, at DESC`;
}

function toResult({ outcome, why, at, runId, purgeId, comparisonId }: CanaryResult) {
  return { outcome, why, at: at.toISOString(), runId, purgeId, comparisonId };
}

function toRow(
  named: Pick<CanaryRow, "pattern" | "scope">,
  results: CanaryResult[],
  oldAfterDays: number,
): CanaryRow {
  const ofRow = results
    .filter(({ pattern }) => pattern === (named.pattern ?? ""))
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  const newest = ofRow[0] ?? null;
  const proof = ofRow.find(isProof) ?? null;
  return {
    ...named,
    state: canaryState(proof, newest, { oldAfterDays, now: now() }),
    proof: proof && toResult(proof),
    newest: newest === proof ? null : newest && toResult(newest),
  };
}

function toRun(run: CanaryRecord["zone"]["canaryRuns"][number]): CanaryRun {
  const counts = { passed: 0, failed: 0, unclear: 0, not_tested: 0 };
  for (const { outcome } of run.results) counts[outcome] += 1;
  return {
    id: run.id,
    askedBy: run.askedBy,
    askedAt: run.askedAt.toISOString(),
    startedAt: iso(run.startedAt),
    finishedAt: iso(run.finishedAt),
    counts,
  };
}

function toCanary(record: CanaryRecord, all: CanaryResult[]): Canary {
  const { zone, tenant, control, path, editUrl, everyHours, oldAfterDays, nextAt } = record;
  const results = all.filter(({ zoneId }) => zoneId === zone.id);
  const rows = [...zone.tagPatterns, { pattern: null, scope: null }].map((named) =>
    toRow(named, results, oldAfterDays),
  );
  const runs = zone.canaryRuns.map(toRun);
  return {
    zone: { id: zone.id, name: zone.name },
    tenant,
    control,
    path,
    editHost: editUrl === null ? null : new URL(editUrl).host,
    everyHours,
    oldAfterDays,
    nextAt: iso(nextAt),
    red: rows.some(({ state }) => isRed(state)),
    rows,
    running: runs.find(({ finishedAt }) => finishedAt === null) ?? null,
    runs: runs.filter(({ finishedAt }) => finishedAt !== null).slice(0, mostRuns),
  };
}

/** A zone's canary as the API answers it, for callers that have checked the permission. @throws AppError not_found */
export async function readSavedCanary(zoneId: string): Promise<Canary> {
  const record = await db().canary.findUnique({ where: { zoneId }, include: canaryInclude });
  if (record === null)
    throw new AppError("not_found", "There is no zone with this id that has a canary.");
  return toCanary(record, await readNewest([zoneId]));
}

/**
 * The canary of each zone that has one, with what its rows came to, red ones first.
 *
 * @throws AppError not_allowed
 */
export async function readCanaries(actor: Actor): Promise<CanaryList> {
  await authorize(actor, "canary.read", {
    action: "access.refuse",
    subject: { kind: "canary", id: null },
    summary: `${actor.name} was refused the canaries`,
  });
  const [records, without, withoutCount] = await Promise.all([
    db().canary.findMany({ include: canaryInclude, orderBy: { zone: { name: "asc" } } }),
    db().zone.findMany({
      where: { canary: null },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
      take: mostWithout,
    }),
    db().zone.count({ where: { canary: null } }),
  ]);
  const results = await readNewest(records.map(({ zoneId }) => zoneId));
  const items = records.map((record) => toCanary(record, results));
  return { items: items.sort((a, b) => Number(b.red) - Number(a.red)), without, withoutCount };
}
