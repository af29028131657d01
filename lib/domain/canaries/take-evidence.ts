import { setTimeout as sleep } from "node:timers/promises";
import { keepRound } from "@/lib/domain/comparisons/keep-round";
import { readSavedComparison, saveVerdict } from "@/lib/domain/comparisons/save-verdict";
import { takeRound } from "@/lib/domain/comparisons/take-round";
import { findPage, type TenantPage } from "@/lib/domain/probes/find-page";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Comparison } from "@/lib/schemas/comparisons";
import type { Probe } from "@/lib/schemas/probes";
import type { SeenPage, SeenSide } from "./judge-checks";

/** How long a copy that a probe has just filled ages before it is looked at again, in milliseconds. */
const ageMs = 1_500;

interface BothPages {
  affected: TenantPage;
  control: TenantPage;
}

/** The comparison around one check: its probes are the evidence, and it can be read like any other. */
export interface Evidence {
  comparisonId: string;
  sides: BothPages;
  round: number;
}

/** Finds both pages. @throws AppError when a tenant is gone or has no host */
export async function findSides(canary: {
  tenantId: string;
  controlId: string;
  path: string;
}): Promise<BothPages> {
  const affected = await findPage(canary.tenantId, canary.path);
  const control = await findPage(canary.controlId, canary.path);
  return { affected, control };
}

/** Probes both pages until they are warm, once more at most, and keeps that as the beginning of a comparison. */
export async function beginEvidence(sides: BothPages): Promise<Evidence> {
  const comparisonId = newId();
  const first = await takeRound(sides, comparisonId, "before", 1);
  const rounds = [first];
  if (!first.bothWarm) {
    await sleep(ageMs);
    rounds.push(await takeRound(sides, comparisonId, "before", 2));
  }
  await db().$transaction(async (tx) => {
    await tx.comparison.create({
      data: {
        id: comparisonId,
        affectedTenantId: sides.affected.tenantId,
        controlTenantId: sides.control.tenantId,
        path: sides.affected.request.path,
        createdById: null,
        createdAt: now(),
        verdictCode: "pending",
        verdictSummary: "",
        verdictReasons: [],
      },
    });
    for (const round of rounds) await keepRound(tx, comparisonId, round);
    await saveVerdict(tx, comparisonId);
  });
  return { comparisonId, sides, round: 2 };
}

/** Probes both pages once more and judges the comparison anew. */
export async function addEvidence(
  evidence: Evidence,
  phase: "before" | "after",
  purgeId: string | null,
): Promise<Comparison> {
  const { comparisonId: id, sides } = evidence;
  evidence.round += 1;
  const round = await takeRound(sides, id, phase, evidence.round);
  await db().$transaction(async (tx) => {
    await keepRound(tx, id, round);
    if (purgeId !== null) await tx.comparison.update({ where: { id }, data: { purgeId } });
    await saveVerdict(tx, id);
  });
  return readSavedComparison(id);
}

function seen({ cacheStatus, age, colo, fingerprint, startedAt }: Probe): SeenPage {
  return { cacheStatus, age, colo, fingerprint, at: Date.parse(startedAt) };
}

const nothing: SeenPage = { cacheStatus: null, age: null, colo: null, fingerprint: null, at: 0 };

/**
 * Both sides' answers, those since `since` as the ones after.
 *
 * @param since by the database's clock, as the probes' times are
 */
export function seenSides(
  { affected, control }: Comparison,
  since: Date,
): { tested: SeenSide; control: SeenSide } {
  const side = ({ tenant, probes: all }: Comparison["affected"]): SeenSide => {
    // What agents saw elsewhere is judged with the comparison; here one place is followed through.
    const probes = all.filter(({ place }) => place === null);
    const before = probes.filter(({ startedAt }) => Date.parse(startedAt) < since.getTime()).at(-1);
    return {
      slug: tenant.slug,
      before: before === undefined ? nothing : seen(before),
      after: probes.filter(({ startedAt }) => Date.parse(startedAt) >= since.getTime()).map(seen),
    };
  };
  const other = control ?? { tenant: { ...affected.tenant, slug: "no control" }, probes: [] };
  return { tested: side(affected), control: side(other) };
}
