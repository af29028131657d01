import type { TokenActor } from "@/lib/schemas/actor";
import type { ErrorCode } from "@/lib/schemas/errors";
import type { SelectorKind } from "@/lib/schemas/words";

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

/** Why a token may not purge by this kind of selector; null: it may. */
export function refusedKind({ name, reach }: TokenActor, kind: SelectorKind): Refused | null {
  if (reach.selectorKinds.includes(kind)) return null;
  const kinds = reach.selectorKinds.join(", ");
  return {
    code: "not_allowed",
    message: `The token ${name} may not purge by ${kind}: its selector kinds are ${kinds}.`,
  };
}

/** Why a token for some tenants may not purge what others are concerned by too. */
export function refusedShared({ name }: TokenActor, what: string): Refused {
  return {
    code: "not_allowed",
    message: `${what} concerns tenants that the token ${name} is not for.`,
  };
}

/** Why a token may not have purged what these targets concern; null: its rights reach all of it. */
export function refusedReach(
  service: TokenActor,
  kind: SelectorKind,
  { tenants, shared }: { tenants: readonly { id: string }[]; shared: string | null },
): Refused | null {
  const kindRefused = refusedKind(service, kind);
  if (kindRefused !== null) return kindRefused;
  if (shared !== null && !reachesTenant(service, null)) return refusedShared(service, shared);
  const beyond = tenants.some(({ id }) => !reachesTenant(service, id));
  return beyond ? refusedShared(service, "A tenant that it names") : null;
}
