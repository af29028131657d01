import { db, type Transaction } from "@/lib/platform/database";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type { Surroundings } from "./load-surroundings";
import type { ResolvedPurge } from "./resolve-purge";

/**
 * All tenants of a zone but one: how many, and a number that stands for which they are, whatever their order. It is
 * no proof against whoever could choose tenants' ids.
 */
async function allBut(tenantId: string, zoneId: string, tx: Pick<Transaction, "$queryRaw">) {
  const [row] = await tx.$queryRaw<{ count: number; who: string }[]>`
    SELECT count(*)::int AS count, coalesce(sum(hashtextextended(id, 0)), 0)::text AS who
    FROM tenant WHERE zone_id = ${zoneId} AND removed_at IS NULL AND id <> ${tenantId}`;
  return row ?? { count: 0, who: "0" };
}

/**
 * Which other tenants a purge concerns, as far as it is known: a count, a sentence, and which they are in a number.
 *
 * @param tx the transaction that sees what is there at its moment; absent: none
 */
export async function otherTenants(
  { around, zone, tenant }: Surroundings,
  { kind, targets, refusal, wide }: ResolvedPurge,
  tx: Pick<Transaction, "$queryRaw"> = db(),
): Promise<PurgePlan["otherTenants"] & { who?: string }> {
  if (refusal !== null) return { count: null, statement: "It is not this tenant's." };
  if (wide !== null) {
    const { count, who } = await allBut(tenant.id, zone.id, tx);
    const tenants = count === 1 ? "1 other tenant" : `${count} other tenants`;
    return { count, who, statement: `Up to ${tenants} of ${zone.name} would go cold.` };
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
