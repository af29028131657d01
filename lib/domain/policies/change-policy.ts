import { RE2JS } from "re2js";
import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { PolicyChange, PolicyHistory } from "@/lib/schemas/policies";
import { loadPolicy } from "./load-policy";
import { requireRecentSignIn, strictestSignIn } from "./recent-sign-in";
import { readHistory } from "./read-policy";
import { lockPolicy, savePolicy } from "./save-policy";

/** RE2 takes time in proportion to the text, whatever the pattern: https://github.com/google/re2 */
function requirePattern(pattern: string | null): void {
  if (pattern === null) return;
  try {
    RE2JS.compile(pattern);
  } catch {
    const message = "must be a regular expression of RE2, without look-around or back references";
    const path = "policy.ticketPattern";
    throw new AppError("invalid_input", `${path}: ${message}`, [{ path, message }]);
  }
}

/**
 * Makes the next version of the policy. What waits for a second person is not released by it: it was asked for
 * under another version and is voided when somebody decides.
 *
 * @throws AppError not_allowed, sign_in_again, invalid_input, conflict when somebody else has changed it since it was read
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
  requirePattern(policy.ticketPattern);
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
