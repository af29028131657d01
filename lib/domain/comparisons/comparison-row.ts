import type { Comparison } from "@/lib/schemas/comparisons";
import type { Probe } from "@/lib/schemas/probes";
import type { VerdictCode } from "@/lib/schemas/words";
import type { Prisma } from "@/prisma/generated/client";

const tenantRef = { select: { id: true, slug: true, name: true } } as const;

/** What a comparison is read with. */
export const comparisonInclude = {
  affected: tenantRef,
  control: tenantRef,
  createdBy: { select: { email: true } },
  purge: { select: { id: true, status: true, requestedAt: true, finishedAt: true } },
  probes: { orderBy: [{ startedAt: "asc" }, { id: "asc" }] },
} as const satisfies Prisma.ComparisonInclude;

export type ComparisonRow = Prisma.ComparisonGetPayload<{ include: typeof comparisonInclude }>;

/** A probe as the API answers it. */
export function toProbe(row: Prisma.ProbeGetPayload<object>): Probe {
  return {
    id: row.id,
    phase: row.phase,
    round: row.round,
    url: row.url,
    startedAt: row.startedAt.toISOString(),
    httpStatus: row.httpStatus,
    cacheStatus: row.cacheStatus,
    age: row.age,
    colo: row.colo,
    cfRay: row.cfRay,
    ttfbMs: row.ttfbMs,
    totalMs: row.totalMs,
    fingerprint: row.fingerprint,
    bytes: row.bytes,
    contentType: row.contentType,
    error: row.error,
  };
}

/** A comparison as the API answers it. */
export function toComparison(row: ComparisonRow): Comparison {
  const side = (name: "affected" | "control") => ({
    tenant: row[name],
    probes: row.probes.filter((probe) => probe.side === name).map(toProbe),
  });
  return {
    id: row.id,
    path: row.path,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy.email,
    affected: side("affected"),
    control: side("control"),
    purge: row.purge && {
      id: row.purge.id,
      status: row.purge.status,
      requestedAt: row.purge.requestedAt.toISOString(),
      finishedAt: row.purge.finishedAt?.toISOString() ?? null,
    },
    verdict: {
      code: row.verdictCode as VerdictCode,
      summary: row.verdictSummary,
      reasons: row.verdictReasons,
    },
  };
}
