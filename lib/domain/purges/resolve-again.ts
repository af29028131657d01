import { AppError } from "@/lib/schemas/errors";
import type { PurgePlanRequest } from "@/lib/schemas/purges";
import type { Purge as Row } from "@/prisma/generated/client";
import { putTogether, type Reader } from "./load-surroundings";
import { type ResolvedRequest, resolveRequest } from "./plan-purge";

/** What of a purge says what it asks for. */
export type AskedPurge = Pick<
  Row,
  "tenantId" | "method" | "selectorKind" | "targets" | "environment"
>;

/** What was asked for, as it was asked for: the targets are those that would be sent. */
export function requestOf(purge: AskedPurge): PurgePlanRequest {
  const { tenantId, method, selectorKind, targets, environment } = purge;
  return {
    tenantId: tenantId ?? "",
    method,
    selector: putTogether(selectorKind, targets),
    ...(environment === null ? {} : { environment }),
  };
}

/**
 * What a recorded purge would purge now; the reason when that cannot be said any more.
 *
 * @param tx the transaction that sees what is there at its moment; absent: none
 */
export async function resolveAgain(
  purge: AskedPurge,
  tx?: Reader,
): Promise<{ plan: ResolvedRequest } | { why: string }> {
  try {
    return { plan: await resolveRequest(requestOf(purge), tx) };
  } catch (error) {
    // The tenant or a target is not there any more: nothing else is thrown as an AppError here.
    if (error instanceof AppError) return { why: error.message };
    throw error;
  }
}
