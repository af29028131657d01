import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { TokenList } from "@/lib/schemas/tokens";
import { toTokens } from "./token-row";

/**
 * Every service token there was, the newest first. Never a secret.
 *
 * @throws AppError not_allowed
 */
export async function listTokens(actor: Actor): Promise<TokenList> {
  await authorize(actor, "token.manage", {
    action: "access.refuse",
    subject: { kind: "token", id: null },
    summary: `${actor.name} was refused the list of service tokens`,
  });
  const rows = await db().serviceToken.findMany({ orderBy: { createdAt: "desc" }, take: 1_000 });
  return { items: await toTokens(rows) };
}
