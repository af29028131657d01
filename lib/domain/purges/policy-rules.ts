import { RE2JS } from "re2js";
import type { Actor } from "@/lib/schemas/actor";
import type { InvalidField } from "@/lib/schemas/errors";
import { mayUnder } from "@/lib/schemas/policies";
import {
  type PurgePolicy,
  type QuietHours,
  type RiskTierId,
  riskTiers,
} from "@/lib/schemas/purge-policy";

/** The time of day in a time zone: "22:05". */
function timeOfDay(at: Date, timeZone: string): string {
  const format = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-GB", format).format(at);
}

/** Whether a moment is within quiet hours. They may go past midnight. */
export function isQuiet({ from, to, timeZone }: QuietHours, at: Date): boolean {
  const time = timeOfDay(at, timeZone);
  return from < to ? time >= from && time < to : time >= from || time < to;
}

/** Why a role may not have a purge of a tier; null: it may. */
export function roleRefusal(actor: Actor, policy: PurgePolicy, tier: RiskTierId) {
  if (mayUnder(policy, tier, actor.role)) return null;
  const roles = policy.tiers[tier].roles.join(", ");
  return {
    code: "not_allowed" as const,
    message: `${riskTiers[tier].label}: your role (${actor.role}) may not purge this. It takes one of: ${roles}.`,
  };
}

/** Why a tier is not purged at this time; null: it is. */
export function quietRefusal({ quietHours }: PurgePolicy, tier: RiskTierId, at: Date) {
  if (quietHours === null || !quietHours.tiers.includes(tier) || !isQuiet(quietHours, at))
    return null;
  const { from, to, timeZone } = quietHours;
  return {
    code: "quiet_hours" as const,
    message: `${riskTiers[tier].label}: not purged from ${from} to ${to} (${timeZone}), the quiet hours. Ask again after ${to}.`,
  };
}

/** What is wrong with a ticket's id by the policy; null: nothing. */
export function ticketProblem(
  { ticketPattern }: PurgePolicy,
  ticket: string | null,
): InvalidField | null {
  if (ticketPattern === null) return null;
  if (ticket === null) return { path: "ticket", message: "is asked for with every purge" };
  // RE2 takes time in proportion to the text, so no pattern can hold the console up.
  if (RE2JS.compile(ticketPattern).matcher(ticket).find()) return null;
  return { path: "ticket", message: `must look like ${ticketPattern}` };
}
