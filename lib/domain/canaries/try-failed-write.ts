import { setTimeout as sleep } from "node:timers/promises";
import { sendEdit } from "@/lib/edge/edit-hook/send-edit";
import { db } from "@/lib/platform/database";
import { readDatabaseClock } from "@/lib/platform/database-clock";
import { judgeFailedWrite } from "./judge-checks";
import type { CheckResult } from "./record-result";
import type { HeldCanary } from "./run-canary";
import { addEvidence, beginEvidence, findSides, seenSides } from "./take-evidence";

/** How long a purge that ought not to be gets to be sent and to spread, in milliseconds. */
const settleMs = 3_000;

/** Purges that were asked for before the write and whose call went out while its effect was looked for. */
function countEarlier(tenantId: string, begun: Date, since: Date): Promise<number> {
  return db().purge.count({
    where: {
      tenantId,
      requestedAt: { lt: since },
      attempts: { some: { call: { startedAt: { gte: begun } } } },
    },
  });
}

/**
 * Has a write on the test tenant fail, and looks whether anything went cold, or came on record, all the same.
 *
 * @throws AppError when a tenant is gone
 */
export async function tryFailedWrite(canary: HeldCanary, editUrl: string): Promise<CheckResult> {
  const clock = await readDatabaseClock();
  const begun = clock();
  const evidence = await beginEvidence(await findSides(canary));
  const { comparisonId } = evidence;
  const { tenantId, run } = canary;
  const since = clock();
  const edit = await sendEdit(editUrl, { tenant: tenantId, edit: "fail", run: run.id });
  const without = { purgeId: null, comparisonId };
  if (edit.kind === "not_offered") {
    const why = "Not tested: the edit address offers no write that fails (HTTP 501).";
    return { ...without, outcome: "not_tested", why };
  }
  if (edit.kind === "problem") {
    const why = `Whether the write failed is not known. ${edit.message}`;
    return { ...without, outcome: "unclear", why };
  }
  await sleep(settleMs);
  const comparison = await addEvidence(evidence, "before", null);
  const purges = await db().purge.findMany({
    where: { tenantId, requestedAt: { gte: since } },
    select: { id: true },
    orderBy: { requestedAt: "asc" },
  });
  const judged = judgeFailedWrite(seenSides(comparison, since), {
    since: purges.length,
    earlier: await countEarlier(tenantId, begun, since),
  });
  return { ...judged, purgeId: purges[0]?.id ?? null, comparisonId };
}
