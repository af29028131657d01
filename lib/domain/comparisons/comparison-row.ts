import { toProbe, withoutValues } from "@/lib/domain/probes/probe-row";
import type { Comparison, Verdict } from "@/lib/schemas/comparisons";
import type { Probe } from "@/lib/schemas/probes";
import type { Prisma } from "@/prisma/generated/client";
import { answeredAt } from "./evidence";

const tenantRef = { select: { id: true, slug: true, name: true } } as const;

/** What a comparison is read with. */
export const comparisonInclude = {
  affected: tenantRef,
  control: tenantRef,
  createdBy: { select: { email: true } },
  purge: {
    select: {
      id: true,
      status: true,
      requestedAt: true,
      finishedAt: true,
      // The first call that may have had an effect.
      attempts: {
        where: { call: { outcome: { in: ["accepted", "unknown"] } } },
        select: { call: { select: { startedAt: true } } },
        orderBy: { number: "asc" },
        take: 1,
      },
    },
  },
  probes: { omit: withoutValues, orderBy: [{ startedAt: "asc" }, { id: "asc" }] },
} as const satisfies Prisma.ComparisonInclude;

export type ComparisonRow = Prisma.ComparisonGetPayload<{ include: typeof comparisonInclude }>;

/** Before is what was answered before the purge was sent: a probe that was on its way then is neither. */
function phaseOf(probe: ComparisonRow["probes"][number], sentAt: Date | undefined): Probe["phase"] {
  const isBefore = sentAt === undefined || answeredAt(probe) <= sentAt.getTime();
  return probe.phase === "before" && !isBefore ? "during" : probe.phase;
}

/** A comparison as the API answers it. */
export function toComparison(row: ComparisonRow): Comparison {
  const sentAt = row.purge?.attempts[0]?.call.startedAt;
  const probesOf = (side: "affected" | "control") =>
    row.probes
      .filter((probe) => probe.side === side)
      .map((probe) => ({ ...toProbe(probe), phase: phaseOf(probe, sentAt) }));
  return {
    id: row.id,
    path: row.path,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy?.email ?? "console",
    affected: { tenant: row.affected, probes: probesOf("affected") },
    control: row.control && { tenant: row.control, probes: probesOf("control") },
    origin: row.origin as unknown as Comparison["origin"],
    purge: row.purge && {
      id: row.purge.id,
      status: row.purge.status,
      requestedAt: row.purge.requestedAt.toISOString(),
      finishedAt: row.purge.finishedAt?.toISOString() ?? null,
    },
    verdict: toVerdict(row),
  };
}

/** The verdict that is kept with a comparison. */
function toVerdict(row: Omit<Prisma.ComparisonGetPayload<object>, "id">): Verdict {
  return {
    code: row.verdictCode as Verdict["code"],
    outcome: row.verdictOutcome as Verdict["outcome"],
    summary: row.verdictSummary,
    confidence: row.confidence as Verdict["confidence"],
    reasons: row.verdictReasons,
    missing: row.missing,
    colos: row.colos,
    variants: row.variants as unknown as Verdict["variants"],
  };
}
