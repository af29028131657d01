import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { PolicyChange } from "@/lib/schemas/edited-policy";
import type { PolicyHistory } from "@/lib/schemas/policies";
import { loadPolicy } from "./load-policy";
import { requireRecentSignIn, strictestSignIn } from "./recent-sign-in";
import { readHistory } from "./read-policy";
import { lockPolicy, savePolicy } from "./save-policy";

/**
 * Makes the next version of the policy, which its schema has checked. What waits for a second person is not released by it: it was asked for
 * under another version and is voided when somebody decides.
 *
 * @throws AppError not_allowed, sign_in_again, conflict when somebody else has changed it since it was read
 */
export async function changePolicy(
  actor: Actor,
  { baseVersion, policy, reason }: PolicyChange,
): Promise<PolicyHistory> {
  const attempt = {
    action: "policy.change" as const,
    subject: { kind: "policy", id: null },
    summary: `${actor.name} was refused to change the purge policy`,
  };
  await authorize(actor, "policy.change", attempt);
  const inForce = await loadPolicy();
  await requireRecentSignIn(actor, strictestSignIn(inForce.policy), attempt);
  return db().$transaction(async (tx) => {
    await lockPolicy(tx);
    const { version, row } = await loadPolicy(tx);
    if (version !== baseVersion) {
      throw new AppError(
        "conflict",
        `${row.actorName} changed the policy meanwhile: it is at version ${version}, and you edited version ${baseVersion}.`,
      );
    }
    await savePolicy(tx, actor, policy, reason);
    return readHistory(tx);
  });
}
