import type { Permission } from "./permissions";
import type { Role } from "./words";

/** How a purge is confirmed: by its named button, or by typing a name that the server compares. */
export const confirmationKinds = ["button", "tenant-slug", "zone-name"] as const;
export type ConfirmationKind = (typeof confirmationKinds)[number];

export interface RiskTier {
  label: string;
  /** Who may have such a purge at the most: a policy narrows this and never widens it. */
  permission: Permission;
  /** The least that confirms it. */
  confirmation: ConfirmationKind;
}

/** The risk tiers, narrow to wide: what no policy changes. */
export const riskTiers = {
  object: {
    label: "One page or object of the tenant",
    permission: "purge.object",
    confirmation: "button",
  },
  tenant: {
    label: "Everything of the tenant",
    permission: "purge.tenant",
    confirmation: "tenant-slug",
  },
  section: {
    label: "A prefix or host of the tenant alone",
    permission: "purge.section",
    confirmation: "tenant-slug",
  },
  shared: {
    label: "Content that other tenants share",
    permission: "purge.shared",
    confirmation: "zone-name",
  },
  everything: {
    label: "Everything in the zone",
    permission: "purge.everything",
    confirmation: "zone-name",
  },
} as const satisfies Record<string, RiskTier>;

export type RiskTierId = keyof typeof riskTiers;

export const riskTierIds = Object.keys(riskTiers) as [RiskTierId, ...RiskTierId[]];

/** The riskier of two tiers: a purge is as risky as its riskiest target. */
export function widerTier(a: RiskTierId, b: RiskTierId): RiskTierId {
  return riskTierIds.indexOf(a) >= riskTierIds.indexOf(b) ? a : b;
}

/** Whether a purge of this tier is meant for other tenants' content as well: their copies go with it. */
export function reachesOthers(tier: RiskTierId): boolean {
  return tier === "shared" || tier === "everything";
}

/** What a deployment asks for before a purge of a tier is sent. */
export interface TierRule {
  /** Who may ask for one, and who may approve one that somebody else asked for. */
  roles: Role[];
  confirmation: ConfirmationKind;
  /** Whether somebody else has to approve it. */
  secondPerson: boolean;
  /**
   * How long ago whoever asks for one, approves or repeats it may have signed in at the most, in minutes; null: as
   * long as their session lasts.
   */
  signInMinutes: number | null;
  /** How long a person's purge waits before it is sent, so that it can be cancelled. */
  graceSeconds: number;
  /** Whether it is proven by probes, and for how long after its acceptance they go on. */
  prove: boolean;
  proveSeconds: number;
  /** Whether the second purge is made by itself where the first fill brought the old content back. */
  secondPurge: boolean;
  /** How many other tenants' pages are watched around it. */
  bystanders: number;
}

/** When purges of some tiers are not taken. */
export interface QuietHours {
  tiers: RiskTierId[];
  /** "22:00", in the time zone; up to `to`, on the next day when that is earlier. */
  from: string;
  to: string;
  timeZone: string;
}

/** What admins decide of purges by people. */
export interface PurgePolicy {
  tiers: Record<RiskTierId, TierRule>;
  /** What a ticket has to look like, as a regular expression of RE2; null: purges need no ticket. */
  ticketPattern: string | null;
  /** After how many minutes what nobody approved is given up. */
  approvalMinutes: number;
  quietHours: QuietHours | null;
}
