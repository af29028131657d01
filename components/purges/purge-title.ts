import type { Purge } from "@/lib/schemas/purges";
import { inEnvironment, methodVerb, namedScope } from "./scope-words";

/** What a purge is called: "Purge everything of acme". */
export function purgeTitle(purge: Purge): string {
  const owner = purge.tenant?.slug ?? purge.zone.name;
  const tenantTag = purge.tier === "tenant" ? (purge.selector.tags?.[0] ?? null) : null;
  const scope = namedScope(purge, owner, tenantTag);
  return `${methodVerb[purge.method]} ${inEnvironment(scope, purge.environmentName)}`;
}
