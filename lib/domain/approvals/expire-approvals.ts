import { consoleActor } from "@/lib/audit/write-entry";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { db } from "@/lib/platform/database";
import { endApproval } from "./end-approval";
import { approvalInclude } from "./load-approval";

const mostAtOnce = 100;

/**
 * Gives up what nobody decided in time, and voids what was asked for under another policy: a policy that is
 * turned off releases nothing. Several processes may do it at once; each row is ended by one.
 *
 * @returns how many were ended
 */
export async function expireApprovals(): Promise<number> {
  return db().$transaction(async (tx) => {
    const { version } = await loadPolicy(tx);
    const due = await tx.$queryRaw<{ id: string; over: boolean }[]>`
      SELECT purge_id AS id, expires_at <= clock_timestamp() AS over FROM approval
      WHERE state = 'pending' AND (expires_at <= clock_timestamp() OR policy_version <> ${version})
      ORDER BY expires_at LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED`;
    for (const { id, over } of due) {
      const row = await tx.approval.findUniqueOrThrow({
        where: { purgeId: id },
        include: approvalInclude,
      });
      await endApproval(tx, consoleActor, row, {
        state: over ? "expired" : "voided",
        why: over
          ? "Nobody decided in time, so it was given up."
          : "Void, since the policy was changed after it was asked for.",
        reason: null,
      });
    }
    return due.length;
  });
}
