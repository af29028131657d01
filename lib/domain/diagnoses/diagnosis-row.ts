import { toProbe, withoutValues } from "@/lib/domain/probes/probe-row";
import type { OriginAnswer } from "@/lib/schemas/comparisons";
import type { Diagnosis, DiagnosisSummary, PurgeProposal } from "@/lib/schemas/diagnoses";
import type { Confidence, StaleCause } from "@/lib/schemas/words";
import type { Prisma } from "@/prisma/generated/client";

/** What a list of diagnoses is read with. */
export const summarySelect = {
  id: true,
  tenant: { select: { id: true, slug: true, name: true } },
  url: true,
  path: true,
  createdAt: true,
  createdBy: { select: { email: true } },
  cause: true,
  confidence: true,
  summary: true,
} as const satisfies Prisma.DiagnosisSelect;

/** What one diagnosis is read with. */
export const diagnosisSelect = {
  ...summarySelect,
  evidence: true,
  missing: true,
  nextStep: true,
  purge: { select: { id: true, status: true } },
  proposal: true,
  origin: true,
  probes: { omit: withoutValues, orderBy: [{ startedAt: "asc" }, { id: "asc" }] },
} as const satisfies Prisma.DiagnosisSelect;

/** A diagnosis as a list answers it. */
export function toSummary(
  row: Prisma.DiagnosisGetPayload<{ select: typeof summarySelect }>,
): DiagnosisSummary {
  return {
    id: row.id,
    tenant: row.tenant,
    url: row.url,
    path: row.path,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy.email,
    cause: row.cause as StaleCause,
    confidence: row.confidence as Confidence,
    summary: row.summary,
  };
}

/** A diagnosis as the API answers it. */
export function toDiagnosis(
  row: Prisma.DiagnosisGetPayload<{ select: typeof diagnosisSelect }>,
): Diagnosis {
  return {
    ...toSummary(row),
    evidence: row.evidence,
    missing: row.missing,
    nextStep: row.nextStep,
    purge: row.purge,
    proposal: row.proposal as PurgeProposal | null,
    probes: row.probes.map(toProbe),
    origin: row.origin as OriginAnswer[],
  };
}
