import type { Permission } from "./permissions";

/** How a purge is confirmed: by its named button, or by typing a name that the server compares. */
export type ConfirmationKind = "button" | "tenant-slug" | "zone-name";

export interface RiskTier {
  label: string;
  permission: Permission;
  confirmation: ConfirmationKind;
  /** Whether somebody else has to approve it. Such purges are refused until approvals exist. */
  secondPerson: boolean;
}

/** The risk tiers, narrow to wide: what a purge of each needs. */
export const riskTiers = {
  object: {
    label: "One page or object of the tenant",
    permission: "purge.object",
    confirmation: "button",
    secondPerson: false,
  },
  tenant: {
    label: "Everything of the tenant",
    permission: "purge.tenant",
    confirmation: "tenant-slug",
    secondPerson: false,
  },
  section: {
    label: "A prefix or host of the tenant alone",
    permission: "purge.section",
    confirmation: "tenant-slug",
    secondPerson: false,
  },
  shared: {
    label: "Content that other tenants share",
    permission: "purge.shared",
    confirmation: "zone-name",
    secondPerson: true,
  },
  everything: {
    label: "Everything in the zone",
    permission: "purge.everything",
    confirmation: "zone-name",
    secondPerson: true,
  },
} as const satisfies Record<string, RiskTier>;

export type RiskTierId = keyof typeof riskTiers;

const byRisk = Object.keys(riskTiers) as RiskTierId[];

/** The riskier of two tiers: a purge is as risky as its riskiest target. */
export function widerTier(a: RiskTierId, b: RiskTierId): RiskTierId {
  return byRisk.indexOf(a) >= byRisk.indexOf(b) ? a : b;
}
