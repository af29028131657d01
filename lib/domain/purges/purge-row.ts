import type { Prisma } from "@/prisma/generated/client";
import type { Attempt, Purge } from "@/lib/schemas/purges";
import type { VerdictCode } from "@/lib/schemas/words";
import { putTogether } from "./load-surroundings";
import { now } from "@/lib/platform/clock";
import { writeCursor } from "@/lib/platform/cursor";

/** What a purge is read with. */
export const purgeInclude = {
  tenant: { select: { id: true, slug: true, name: true } },
  zone: {
    select: { id: true, name: true, environments: { select: { ref: true, name: true } } },
  },
  comparisons: {
    select: { id: true, verdictCode: true, verdictSummary: true },
    orderBy: { createdAt: "desc" },
    take: 1,
  },
  // Not Prisma's _count: it would count the whole table for each page.
  tenants: { select: { tenantId: true } },
} as const satisfies Prisma.PurgeInclude;

export type PurgeRow = Prisma.PurgeGetPayload<{ include: typeof purgeInclude }>;

const iso = (time: Date | null) => time?.toISOString() ?? null;

function proofOf({ comparisons: [comparison] }: PurgeRow): Purge["proof"] {
  return comparison === undefined
    ? null
    : {
        comparisonId: comparison.id,
        code: comparison.verdictCode as VerdictCode,
        summary: comparison.verdictSummary,
      };
}

function environmentName({ environment, zone }: PurgeRow): string | null {
  return zone.environments.find(({ ref }) => ref === environment)?.name ?? environment;
}

/** A purge that is not accepted after this time is late, in milliseconds; but for its grace period. */
export const lateMs = 60_000;

function isLate({ status, requestedAt, attemptCount }: PurgeRow): boolean {
  const isRetry = status === "scheduled" && attemptCount > 0;
  const waits = isRetry || status === "queued" || status === "sending";
  return waits && now().getTime() - requestedAt.getTime() > lateMs;
}

/** Until its first call a purge can be cancelled; afterwards it may have been carried out. */
function isCancellable({ status, attemptCount }: PurgeRow): boolean {
  const waits = status === "awaiting_approval" || status === "scheduled" || status === "queued";
  return waits && attemptCount === 0;
}

/** A report has one call and has ended: whatever has more, or waits, was sent from here. */
function reportedOf({ reportedAt, actorName, attemptCount, status }: PurgeRow): Purge["reported"] {
  if (reportedAt === null) return null;
  const sentAgain = attemptCount > 1 || (status !== "accepted" && status !== "failed");
  return { at: reportedAt.toISOString(), by: actorName, sentAgain };
}

/** A purge as the API answers it. */
export function toPurge(row: PurgeRow): Purge {
  return {
    id: row.id,
    cursor: writeCursor(row.requestedAt, row.id),
    tenant: row.tenant,
    tenantCount: row.tenant === null ? row.tenants.length : 1,
    zone: { id: row.zone.id, name: row.zone.name },
    environment: row.environment,
    environmentName: environmentName(row),
    method: row.method,
    selector: putTogether(row.selectorKind, row.targets),
    tier: row.tier,
    status: row.status,
    source: row.source,
    actor: { kind: row.actorKind, name: row.actorName, role: row.actorRole },
    onBehalfOf: row.onBehalfOf,
    reason: row.reason,
    ticket: row.ticket,
    ticketUrl: row.ticketUrl,
    traceId: row.traceId,
    requestedAt: row.requestedAt.toISOString(),
    finishedAt: iso(row.finishedAt),
    scheduledFor: row.status === "scheduled" ? row.notBefore.toISOString() : null,
    late: isLate(row),
    cancellable: isCancellable(row),
    attemptCount: row.attemptCount,
    result:
      row.resultMessage === null ? null : { code: row.resultCode, message: row.resultMessage },
    proof: proofOf(row),
    reported: reportedOf(row),
    resolution:
      row.resolvedAt === null
        ? null
        : {
            at: row.resolvedAt.toISOString(),
            by: row.resolvedBy ?? "unknown",
            reason: row.resolution ?? "",
          },
  };
}

/** An attempt as the API answers it: the call that carried the purge. */
export function toAttempt({
  number,
  call,
}: Prisma.AttemptGetPayload<{ include: { call: true } }>): Attempt {
  return {
    number,
    callId: call.id,
    purgesInCall: call.purgeCount,
    targetsInCall: Math.max(1, call.targets.length),
    startedAt: call.startedAt.toISOString(),
    finishedAt: iso(call.finishedAt),
    outcome: call.outcome,
    httpStatus: call.httpStatus,
    errors: call.errors as Attempt["errors"],
    cfRay: call.cfRay,
    durationMs: call.durationMs,
    message: call.message,
  };
}
