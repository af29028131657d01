import type { Prisma } from "@/prisma/generated/client";
import type { Attempt, Purge } from "@/lib/schemas/purges";
import type { VerdictCode } from "@/lib/schemas/words";
import { putTogether } from "./load-surroundings";
import { writeCursor } from "@/lib/platform/cursor";

/** What a purge is read with. */
export const purgeInclude = {
  tenant: { select: { id: true, slug: true, name: true } },
  zone: { select: { id: true, name: true } },
  comparisons: {
    select: { id: true, verdictCode: true, verdictSummary: true },
    orderBy: { createdAt: "desc" },
    take: 1,
  },
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

/** A purge as the API answers it. */
export function toPurge(row: PurgeRow): Purge {
  return {
    id: row.id,
    cursor: writeCursor(row.requestedAt, row.id),
    tenant: row.tenant,
    zone: row.zone,
    method: row.method,
    selector: putTogether(row.selectorKind, row.targets),
    tier: row.tier,
    status: row.status,
    source: row.source,
    actor: { kind: row.actorKind, name: row.actorName, role: row.actorRole },
    reason: row.reason,
    ticket: row.ticket,
    ticketUrl: row.ticketUrl,
    traceId: row.traceId,
    requestedAt: row.requestedAt.toISOString(),
    finishedAt: iso(row.finishedAt),
    nextAttemptAt:
      row.status === "queued" && row.attemptCount > 0 ? row.notBefore.toISOString() : null,
    attemptCount: row.attemptCount,
    result:
      row.resultMessage === null ? null : { code: row.resultCode, message: row.resultMessage },
    proof: proofOf(row),
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

/** An attempt as the API answers it. */
export function toAttempt(row: Prisma.AttemptGetPayload<object>): Attempt {
  return {
    number: row.number,
    startedAt: row.startedAt.toISOString(),
    finishedAt: iso(row.finishedAt),
    outcome: row.outcome,
    httpStatus: row.httpStatus,
    errors: row.errors as Attempt["errors"],
    cfRay: row.cfRay,
    durationMs: row.durationMs,
    message: row.message,
  };
}
