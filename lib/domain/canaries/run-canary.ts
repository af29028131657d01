import { db } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { AppError } from "@/lib/schemas/errors";
import { type HeldRun, renewLease } from "./claim-run";
import { type PlannedCheck, planChecks } from "./plan-checks";
import { type CheckResult, finishRun, recordResult } from "./record-result";
import { tryFailedWrite } from "./try-failed-write";
import { tryPurge } from "./try-purge";

/** How often a run is taken up before it is given up: what brings a process down must not do so for ever. */
const mostTaken = 3;
const renewMs = 10_000;

/** A canary's set-up, and the run that is under way. */
export interface HeldCanary {
  tenantId: string;
  controlId: string;
  path: string;
  editUrl: string | null;
  run: HeldRun;
}

async function loadCanary(zoneId: string) {
  return db().canary.findUnique({
    where: { zoneId },
    select: {
      tenantId: true,
      controlId: true,
      path: true,
      editUrl: true,
      objectTags: true,
      tenant: { select: { id: true, slug: true } },
      zone: {
        select: {
          tagPatterns: {
            select: { pattern: true, scope: true, routes: true },
            orderBy: { pattern: "asc" },
          },
        },
      },
    },
  });
}

async function tryCheck(canary: HeldCanary, check: PlannedCheck): Promise<CheckResult> {
  const none = { purgeId: null, comparisonId: null };
  const { takenCount } = canary.run;
  if (check.kind === "none") return { ...none, outcome: "not_tested", why: check.why };
  if (takenCount > mostTaken) {
    const why = `Given up: the console stopped ${mostTaken} times during this run.`;
    return { ...none, outcome: "unclear", why };
  }
  try {
    return check.kind === "purge"
      ? await tryPurge(canary, check.tag)
      : await tryFailedWrite(canary, canary.editUrl ?? "");
  } catch (error) {
    // A tenant that is gone, a tag that is none: said on its row, and the other rows are tried.
    if (error instanceof AppError) return { ...none, outcome: "unclear", why: error.message };
    throw error;
  }
}

/**
 * Tries what is left of a run, row by row; each result is on record before the next is tried, so that a process
 * that dies loses the row under way and nothing else.
 *
 * @param stopping whether this process is to end: what is left is for another
 */
export async function runCanary(run: HeldRun, stopping: () => boolean): Promise<void> {
  const found = await loadCanary(run.zoneId);
  const lease = { isHeld: true };
  const renewing = setInterval(() => {
    renewLease(run)
      .then((still) => (lease.isHeld = still))
      .catch((error: unknown) => log().warn({ err: error, runId: run.id }, "lease not renewed"));
  }, renewMs);
  try {
    const checks =
      found === null
        ? []
        : planChecks(found.tenant, found.zone.tagPatterns, {
            objectTags: found.objectTags,
            canEdit: found.editUrl !== null,
          });
    const done = await db().canaryResult.findMany({
      where: { runId: run.id },
      select: { pattern: true },
    });
    for (const check of checks) {
      if (found === null || done.some(({ pattern }) => pattern === check.pattern)) continue;
      const result = await tryCheck({ ...found, run }, check);
      if (stopping() || !lease.isHeld) return;
      if (!(await recordResult(run, check.pattern, result))) return;
    }
    await finishRun(run);
  } finally {
    clearInterval(renewing);
  }
}
