import type { ChangedPart } from "@/lib/schemas/policy-changes";
import { type ConfirmationKind, type RiskTierId, riskTiers } from "@/lib/schemas/purge-policy";

/** What is wrong with a policy, by the path that the server uses: "policy.tiers.object.roles". */
export type PolicyErrors = Partial<Record<string, string>>;

/** How a purge is confirmed, in words. */
export const confirmationWords: Record<ConfirmationKind, string> = {
  button: "The named button",
  "tenant-slug": "Type the tenant's slug",
  "zone-name": "Type the zone's name",
};

const fieldWords: Record<string, string> = {
  roles: "who may",
  confirmation: "confirmation",
  secondPerson: "second person",
  signInMinutes: "minutes since the sign-in",
  graceSeconds: "seconds to cancel in",
  prove: "proven by probes",
  proveSeconds: "seconds to prove it in",
  secondPurge: "second purge by itself",
  bystanders: "other tenants watched",
  ticketPattern: "Ticket pattern",
  approvalMinutes: "Minutes to approve in",
  quietHours: "Quiet hours",
  tiers: "which purges",
  from: "from",
  to: "to",
  timeZone: "time zone",
};

/** A part of the policy by its path, in words: "Content that other tenants share: second person". */
export function partInWords(path: string): string {
  const [head = "", ...rest] = path.split(".");
  const words = (names: string[]) => names.map((name) => fieldWords[name] ?? name).join(", ");
  if (head !== "tiers") return words([head, ...rest]);
  const [tier = "", ...field] = rest;
  return `${riskTiers[tier as RiskTierId].label}: ${words(field)}`;
}

/** A value of the policy, in words. */
export function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : `${value as string | number}`;
}

/** A change that lets more through than before: it deserves a second look. */
export function isLooser({ part, before, after }: ChangedPart): boolean {
  if (part.endsWith(".secondPerson")) return before === true && after === false;
  if (part.endsWith(".roles")) {
    return (
      Array.isArray(before) && Array.isArray(after) && after.some((one) => !before.includes(one))
    );
  }
  if (part.endsWith(".signInMinutes")) {
    return before !== null && (after === null || Number(after) > Number(before));
  }
  return part.startsWith("quietHours") && after === null;
}
