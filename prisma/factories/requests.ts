import { planPurge } from "@/lib/domain/purges/plan-purge";
import { requestPurge } from "@/lib/domain/purges/request-purge";
import type { Caller } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { PurgeDetail, PurgeRequest } from "@/lib/schemas/purges";

/** The digest of the preview that a person sees before they confirm; undefined: there is none to be seen. */
async function seenBy(actor: Caller, request: PurgeRequest): Promise<string | undefined> {
  if (actor.kind !== "person") return undefined;
  const { tenantId, method, selector, environment } = request;
  const planned = { tenantId, method, selector, ...(environment ? { environment } : {}) };
  try {
    return (await planPurge(actor, planned)).digest;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Looks at the preview and asks for what it says, as the form does. */
export async function askForPurge(
  actor: Caller,
  request: PurgeRequest,
  key: string,
): Promise<PurgeDetail> {
  const plan = request.plan ?? (await seenBy(actor, request));
  return requestPurge(actor, plan === undefined ? request : { ...request, plan }, key);
}
