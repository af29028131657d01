import { setTimeout as sleep } from "node:timers/promises";
import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { findPage } from "@/lib/domain/probes/find-page";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { Comparison } from "@/lib/schemas/comparisons";
import { AppError } from "@/lib/schemas/errors";
import { keepRound } from "./keep-round";
import { readSavedComparison, saveVerdict } from "./save-verdict";
import { takeRound } from "./take-round";
import { waitForPurge } from "./wait-for-purge";

/** More rounds while the answers leave it open: the old copy moments after the purge, or an Age at the limit. */
const extraRounds = 3;
const betweenRoundsMs = 700;

async function addRound(
  actor: Actor,
  comparison: {
    id: string;
    affectedTenantId: string;
    controlTenantId: string | null;
    path: string;
  },
  purge: { id: string; status: string } | null,
): Promise<Comparison> {
  const { id, path } = comparison;
  const affected = await findPage(comparison.affectedTenantId, path);
  const { controlTenantId } = comparison;
  const control = controlTenantId === null ? null : await findPage(controlTenantId, path);
  const { _max } = await db().probe.aggregate({
    where: { comparisonId: id },
    _max: { round: true },
  });
  const phase = purge?.status === "accepted" ? "after" : "before";
  // What was probed before goes on: without its variants a later round would say less than the first.
  const ran = await db().probe.count({ where: { comparisonId: id, variant: { not: null } } });
  const sides = { affected, control, variants: ran > 0 ? affected.variants : [] };
  const round = await takeRound(sides, id, phase, (_max.round ?? 0) + 1);
  await db().$transaction(async (tx) => {
    await keepRound(tx, id, round);
    if (purge !== null) await tx.comparison.update({ where: { id }, data: { purgeId: purge.id } });
    await saveVerdict(tx, id);
    await writeEntry(tx, actor, {
      action: "comparison.probe",
      subject: { kind: "comparison", id },
      tenantId: affected.tenantId,
      summary: `${actor.name} probed ${path} of ${[affected, control].flatMap((one) => one?.slug ?? []).join(" and ")}`,
      details: { phase, purgeId: purge?.id ?? null },
    });
  });
  return readSavedComparison(id);
}

/**
 * Probes both sides of a comparison again and judges anew. With a purge, it waits for Cloudflare's answer
 * first, and takes a few rounds more while the evidence is open.
 *
 * @param purgeId the purge whose effect is asked for; undefined: the one that the comparison has, if any
 * @throws AppError not_allowed, not_found
 */
export async function addProbes(
  actor: Actor,
  comparisonId: string,
  purgeId: string | undefined,
): Promise<Comparison> {
  await authorize(actor, "comparison.run", {
    action: "comparison.probe",
    subject: { kind: "comparison", id: comparisonId },
    summary: `${actor.name} was refused a probe`,
  });
  const comparison = await db().comparison.findUnique({ where: { id: comparisonId } });
  if (comparison === null) throw new AppError("not_found", "There is no comparison with this id.");
  const wanted = purgeId ?? comparison.purgeId;
  const purge = wanted === null ? null : await waitForPurge(comparison.affectedTenantId, wanted);
  let answer = await addRound(actor, comparison, purge);
  const open = () => ["pending", "not_comparable"].includes(answer.verdict.code);
  for (let extra = 0; extra < extraRounds && purge?.status === "accepted" && open(); extra += 1) {
    await sleep(betweenRoundsMs);
    answer = await addRound(actor, comparison, purge);
  }
  return answer;
}
