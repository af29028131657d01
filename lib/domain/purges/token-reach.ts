import type { TokenActor } from "@/lib/schemas/actor";
import type { ErrorCode } from "@/lib/schemas/errors";
import type { SelectorKind } from "@/lib/schemas/words";
import type { Recognised } from "./recognise-tenants";

export interface Refused {
  code: ErrorCode;
  message: string;
}

/** Whether a token's rights reach a zone. What they do not reach is to the service as if it were not there. */
export function reachesZone({ reach }: TokenActor, zoneId: string): boolean {
  return reach.zoneIds.length === 0 || reach.zoneIds.includes(zoneId);
}

/** Whether a token's rights reach a tenant; null: all tenants at once. */
export function reachesTenant({ reach }: TokenActor, tenantId: string | null): boolean {
  if (reach.tenantIds.length === 0) return true;
  return tenantId !== null && reach.tenantIds.includes(tenantId);
}

/**
 * Whether a token's rights reach everybody whom a purge concerns. One that names nobody concerns everybody. The
 * list says the same in SQL (purge-conditions.ts).
 */
export function reachesAll(service: TokenActor, tenantIds: readonly string[]): boolean {
  return (
    reachesTenant(service, null) ||
    (tenantIds.length > 0 && tenantIds.every((id) => reachesTenant(service, id)))
  );
}

/** Why a token may not purge by this kind of selector; null: it may. */
export function refusedKind({ name, reach }: TokenActor, kind: SelectorKind): Refused | null {
  if (reach.selectorKinds.includes(kind)) return null;
  const kinds = reach.selectorKinds.join(", ");
  return {
    code: "not_allowed",
    message: `The token ${name} is not for purges by ${kind}: its selector kinds are ${kinds}.`,
  };
}

/** Why a token for some tenants may not purge what others are concerned by too. */
function refusedShared({ name }: TokenActor, what: string): Refused {
  return {
    code: "not_allowed",
    message: `${what} concerns tenants that the token ${name} is not for.`,
  };
}

/**
 * Why a token may not have purged what these targets concern; null: its rights reach all of it. The first target
 * beyond them is named alike whether it is another tenant's or nobody's: a service is not to find out by asking
 * which tenants there are.
 */
export function refusedReach(
  service: TokenActor,
  kind: SelectorKind,
  { tenants, shared, each }: Pick<Recognised, "tenants" | "shared" | "each">,
): Refused | null {
  const kindRefused = refusedKind(service, kind);
  if (kindRefused !== null) return kindRefused;
  if (reachesTenant(service, null)) return null;
  const beyond = (id: string) => !reachesTenant(service, id);
  const first = each.find(({ tenantIds, isShared }) => isShared || tenantIds.some(beyond));
  const what = first?.target ?? shared;
  if (what !== null) return refusedShared(service, what);
  return tenants.some(({ id }) => beyond(id)) ? refusedShared(service, "It") : null;
}
