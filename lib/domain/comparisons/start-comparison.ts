import { setTimeout as sleep } from "node:timers/promises";
import { authorize } from "@/lib/audit/authorize";
import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import type { Comparison, ComparisonRequest } from "@/lib/schemas/comparisons";
import { AppError } from "@/lib/schemas/errors";
import { readSavedComparison, saveVerdict } from "./save-verdict";
import { findPage, takeRound } from "./take-round";
import { requirePurgeOf } from "./wait-for-purge";

/**
 * How long a copy that a probe has just filled ages before it is probed again, in milliseconds. A copy of
 * at least a second is told from one that is filled after the purge, since Age counts whole seconds.
 */
const ageMs = 1_500;

function invalid(path: string, message: string): AppError {
  return new AppError("invalid_input", `${path}: ${message}`, [{ path, message }]);
}

async function findSides(request: ComparisonRequest) {
  const path = normalisePath(request.path);
  if (path === null) throw invalid("path", 'must be the path of a page, such as "/billing"');
  const affected = await findPage(request.affected.tenantId, path);
  const control = await findPage(request.control.tenantId, path);
  if (affected.tenantId === control.tenantId) {
    throw invalid("control.tenantId", "must be another tenant than the affected one");
  }
  if (affected.zoneId !== control.zoneId) {
    throw invalid("control.tenantId", "must be a tenant of the same zone");
  }
  if (affected.request.host === control.request.host) {
    throw invalid("control.tenantId", "is served from the same host, so both have one copy");
  }
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
  const first = await takeRound({ affected, control }, id, phase, 1);
  const probes = [...first.probes];
  if (!first.bothWarm) {
    await sleep(ageMs);
    probes.push(...(await takeRound({ affected, control }, id, phase, 2)).probes);
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
    await tx.probe.createMany({ data: probes });
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
