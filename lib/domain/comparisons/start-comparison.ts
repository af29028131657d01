import { setTimeout as sleep } from "node:timers/promises";
import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { findPage } from "@/lib/domain/probes/find-page";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import type { Comparison, ComparisonRequest } from "@/lib/schemas/comparisons";
import { keepRound } from "./keep-round";
import { requireControl, requirePath } from "./require-control";
import { readSavedComparison, saveVerdict } from "./save-verdict";
import { takeRound } from "./take-round";
import { requirePurgeOf } from "./wait-for-purge";

/**
 * How long a copy that a probe has just filled ages before it is probed again, in milliseconds. A copy of
 * at least a second is told from one that is filled after the purge, since Age counts whole seconds.
 */
const ageMs = 1_500;

async function findSides(request: ComparisonRequest) {
  const path = requirePath(request.path, "path");
  const affected = await findPage(request.affected.tenantId, path);
  const control = await requireControl(affected, request.control.tenantId, "control.tenantId");
  return { affected, control, path };
}

/**
 * Starts a comparison: probes the page of both tenants, and once more when a copy was cold, so that both are
 * recorded warm before a purge. With a purge that was accepted already, these are probes after it.
 *
 * @throws AppError not_allowed, not_found, invalid_input
 */
export async function startComparison(
  actor: Actor,
  request: ComparisonRequest,
): Promise<Comparison> {
  const subject = { kind: "tenant", id: request.affected.tenantId };
  const tenantId = request.affected.tenantId;
  await authorize(actor, "comparison.run", {
    action: "comparison.start",
    subject,
    tenantId,
    summary: `${actor.name} was refused a comparison`,
  });
  const { affected, control, path } = await findSides(request);
  const purge =
    request.purgeId === undefined ? null : await requirePurgeOf(tenantId, request.purgeId);
  const id = newId();
  const phase = purge?.status === "accepted" ? "after" : "before";
  const sides = { affected, control, variants: request.variants ? affected.variants : [] };
  const first = await takeRound(sides, id, phase, 1);
  const rounds = [first];
  if (!first.bothWarm) {
    await sleep(ageMs);
    rounds.push(await takeRound(sides, id, phase, 2));
  }
  await db().$transaction(async (tx) => {
    await tx.comparison.create({
      data: {
        id,
        affectedTenantId: affected.tenantId,
        controlTenantId: control.tenantId,
        path,
        purgeId: purge?.id ?? null,
        createdById: actor.id,
        createdAt: now(),
        verdictCode: "pending",
        verdictSummary: "",
        verdictReasons: [],
      },
    });
    for (const round of rounds) await keepRound(tx, id, round);
    await saveVerdict(tx, id);
    await writeEntry(tx, actor, {
      action: "comparison.start",
      subject: { kind: "comparison", id },
      tenantId,
      summary: `${actor.name} compared ${path} of ${affected.slug} with ${control.slug}`,
    });
  });
  return readSavedComparison(id);
}
