import { db } from "@/lib/platform/database";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type { Surroundings } from "./load-surroundings";
import type { ResolvedPurge } from "./resolve-purge";

/** Which other tenants a purge concerns, as far as it is known: a count, and a sentence. */
export async function otherTenants(
  { around, zone, tenant }: Surroundings,
  { kind, targets, refusal, wide }: ResolvedPurge,
): Promise<PurgePlan["otherTenants"]> {
  if (refusal !== null) return { count: null, statement: "It is not this tenant's." };
  if (wide !== null) {
    const count = await db().tenant.count({
      where: { zoneId: zone.id, removedAt: null, id: { not: tenant.id } },
    });
    const tenants = count === 1 ? "1 other tenant" : `${count} other tenants`;
    return { count, statement: `Up to ${tenants} of ${zone.name} would go cold.` };
  }
  if (kind !== "tags") {
    return {
      count: 0,
      statement: `No other tenant is served from there; ${tenant.slug} is alone on the host.`,
    };
  }
  const onRecord = targets.every(
    ({ scope, value }) =>
      scope !== "object" || around.objectOwners.get(value)?.has(tenant.slug) === true,
  );
  return onRecord
    ? { count: 0, statement: "No other tenant carries this, by the tag plan." }
    : {
        count: null,
        statement: "None by the tag plan, if the id is this tenant's: that is not on record.",
      };
}
