import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { ServiceToken } from "@/lib/schemas/tokens";
import { toTokens } from "./token-row";

/**
 * Revokes a token for good: its next request is refused.
 *
 * @throws AppError not_allowed, not_found, conflict when it was revoked before
 */
export async function revokeToken(
  actor: Actor,
  tokenId: string,
  reason: string,
): Promise<ServiceToken> {
  const subject = { kind: "token", id: tokenId };
  await authorize(actor, "token.manage", {
    action: "token.revoke",
    subject,
    summary: `${actor.name} was refused to revoke a service token`,
  });
  const row = await db().$transaction(async (tx) => {
    const { count } = await tx.serviceToken.updateMany({
      where: { id: tokenId, revokedAt: null },
      data: { revokedAt: now(), revokedBy: actor.name },
    });
    const token = await tx.serviceToken.findUnique({ where: { id: tokenId } });
    if (token === null) throw new AppError("not_found", "There is no token with this id.");
    if (count === 0)
      throw new AppError("conflict", `${token.revokedBy ?? "Somebody"} revoked it before.`);
    await writeEntry(tx, actor, {
      action: "token.revoke",
      subject,
      summary: `${actor.name} revoked the service token ${token.name} of ${token.service}`,
      before: { revoked: false },
      after: { revoked: true },
      reason,
    });
    return token;
  });
  const [token] = await toTokens([row]);
  if (token === undefined) throw new AppError("internal", "The token is not there.");
  return token;
}
