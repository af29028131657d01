import { can, rolesWith } from "@/lib/schemas/permissions";
import { riskTiers, type RiskTier } from "@/lib/schemas/purge-policy";
import type { Purge } from "@/lib/schemas/purges";
import type { Role } from "@/lib/schemas/words";
import { rolesInWords } from "./purge-words";

function tierOf({ tier }: Purge): RiskTier | undefined {
  return Object.entries(riskTiers).find(([id]) => id === tier)?.[1];
}

/** Whether other tenants go cold with it: an approval of such a purge is for one sending. */
function isWide({ tier, actor }: Purge): boolean {
  return actor.kind === "person" && (tier === "shared" || tier === "everything");
}

/** Whether a role may cancel a purge, or send it again: whoever may ask for one of its risk may. */
export function mayPurge(role: Role, purge: Purge): boolean {
  const tier = tierOf(purge);
  return tier !== undefined && can(role, tier.permission);
}

/** Why a role may not, in words that say who can; undefined: it may. */
export function whyNotPurge(role: Role, purge: Purge): string | undefined {
  if (mayPurge(role, purge)) return undefined;
  const tier = tierOf(purge);
  return tier === undefined
    ? "Its risk is not known to this version"
    : `It takes the role ${rolesInWords(rolesWith(tier.permission))}`;
}

/** Why a failed purge cannot be sent again as it is; undefined: it can. */
export function whyNotRetry(role: Role, purge: Purge): string | undefined {
  if (purge.tenant === null || isWide(purge))
    return "It concerns several tenants: sending it again takes a second person's approval";
  return whyNotPurge(role, purge);
}

/** Why a role may not close a failure; undefined: it may. */
export function whyNotClose(role: Role): string | undefined {
  if (can(role, "purge.resolve")) return undefined;
  return `It takes the role ${rolesInWords(rolesWith("purge.resolve"))}`;
}
