import { setTimeout as sleep } from "node:timers/promises";
import { waitForPurge } from "@/lib/domain/comparisons/wait-for-purge";
import { resolveRequest } from "@/lib/domain/purges/plan-purge";
import { recordPurge } from "@/lib/domain/purges/record-purge";
import { noProofAsked } from "@/lib/domain/purges/want-proof";
import { sendEdit } from "@/lib/edge/edit-hook/send-edit";
import { db } from "@/lib/platform/database";
import { readDatabaseClock } from "@/lib/platform/database-clock";
import type { HeldCanary } from "./run-canary";
import { canaryActor } from "./canary-actor";
import { type Edit, judgePurge, keptItsCopy } from "./judge-checks";
import type { CheckResult } from "./record-result";
import { addEvidence, beginEvidence, type Evidence, findSides, seenSides } from "./take-evidence";

/** More looks while the answers leave it open: the purge may still be spreading. */
const mostLooks = 3;
const betweenLooksMs = 1_500;
/** How long an application has to send its own purge of the edit, in milliseconds. */
const ownPurgeMs = 1_500;

/**
 * Records the purge of one tag by the rules for any purge of one tenant: what would touch others is refused.
 *
 * @returns the purge's id, or why it is not sent
 */
async function recordCanaryPurge(
  { tenantId, run }: HeldCanary,
  tag: string,
): Promise<{ id: string } | { refused: string }> {
  const plan = await resolveRequest({ tenantId, method: "purge", selector: { tags: [tag] } });
  const { resolved, surroundings } = plan;
  if (resolved.refusal !== null) return { refused: resolved.refusal.message };
  // What needs a second person, or reaches beyond the tenant's own pages, is nothing that a schedule may ask for.
  if (resolved.tier !== "object" && resolved.tier !== "tenant") {
    return { refused: `${tag} is not the test tenant's alone.` };
  }
  const id = await recordPurge(canaryActor, {
    zone: surroundings.zone,
    environment: null,
    tenants: [surroundings.tenant],
    method: "purge",
    selectorKind: resolved.kind,
    targets: resolved.targets.map(({ value }) => value),
    tier: resolved.tier,
    source: "job",
    onBehalfOf: run.askedBy,
    reason: `Canary of ${surroundings.zone.name}: does ${tag} refresh the test tenant and nobody else?`,
    ticket: "",
    traceId: null,
    idempotencyKey: null,
    requestDigest: null,
    proof: noProofAsked,
    confirmed: null,
  });
  return { id };
}

/**
 * Looks whether the application purged the edit by itself. Then both pages are made warm anew: what goes cold next is
 * the doing of the canary's tag, and of nothing else.
 */
async function afterEdit(evidence: Evidence, since: Date): Promise<Edit> {
  await sleep(ownPurgeMs);
  const looked = await addEvidence(evidence, "before", null);
  if (keptItsCopy(seenSides(looked, since).tested)) return "made";
  await sleep(betweenLooksMs);
  await addEvidence(evidence, "before", null);
  return "purged";
}

/** What is said of a purge that Cloudflare has not accepted. */
async function notAccepted(purgeId: string, status: string) {
  const { resultMessage } = await db().purge.findUniqueOrThrow({
    where: { id: purgeId },
    select: { resultMessage: true },
  });
  return status === "failed"
    ? { outcome: "failed" as const, why: `The purge failed: ${resultMessage ?? "no reason given"}` }
    : {
        outcome: "unclear" as const,
        why: "The purge still waits to be accepted, so its effect could not be looked at.",
      };
}

/**
 * Edits the test tenant's page, purges a tag of it, and looks whether that page alone went to the origin.
 *
 * @throws AppError when a tenant is gone
 */
export async function tryPurge(canary: HeldCanary, tag: string): Promise<CheckResult> {
  const evidence = await beginEvidence(await findSides(canary));
  const { comparisonId } = evidence;
  const without = { purgeId: null, comparisonId };
  const { editUrl, tenantId, run } = canary;
  let edit: Edit = "none";
  if (editUrl !== null) {
    const editedFrom = (await readDatabaseClock())();
    const answer = await sendEdit(editUrl, { tenant: tenantId, edit: "commit", run: run.id });
    if (answer.kind !== "done") {
      const why =
        answer.kind === "problem" ? answer.message : "The edit address answered HTTP 501.";
      return {
        ...without,
        outcome: "unclear",
        why: `Nothing was edited, so nothing was purged. ${why}`,
      };
    }
    edit = await afterEdit(evidence, editedFrom);
  }
  const since = (await readDatabaseClock())();
  const recorded = await recordCanaryPurge(canary, tag);
  if ("refused" in recorded) {
    const why = `Not tested: the canary may not purge this. ${recorded.refused}`;
    return { ...without, outcome: "not_tested", why };
  }
  const purgeId = recorded.id;
  const { status } = await waitForPurge(tenantId, purgeId);
  if (status !== "accepted") {
    return { ...(await notAccepted(purgeId, status)), purgeId, comparisonId };
  }
  let comparison = await addEvidence(evidence, "after", purgeId);
  for (let look = 1; look < mostLooks && comparison.verdict.code === "pending"; look += 1) {
    await sleep(betweenLooksMs);
    comparison = await addEvidence(evidence, "after", purgeId);
  }
  const { code, summary } = comparison.verdict;
  const judged = judgePurge(code, summary, seenSides(comparison, since), edit);
  return { ...judged, purgeId, comparisonId };
}
