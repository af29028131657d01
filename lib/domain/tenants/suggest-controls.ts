import { authorize } from "@/lib/audit/authorize";
import type { Actor } from "@/lib/schemas/actor";
import type { ControlSuggestions } from "@/lib/schemas/tenants";
import { findControls } from "./find-controls";

/**
 * Tenants that can serve as control for a page, the best first.
 *
 * @throws AppError not_allowed, not_found
 */
export async function suggestControls(
  actor: Actor,
  tenantId: string,
  path: string,
): Promise<ControlSuggestions> {
  await authorize(actor, "tenant.read", {
    action: "access.refuse",
    subject: { kind: "tenant", id: tenantId },
    tenantId,
    summary: `${actor.name} was refused control tenants`,
  });
  return { items: await findControls(tenantId, path) };
}
