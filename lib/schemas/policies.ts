import * as z from "zod";
import { rolesWith } from "./permissions";
import {
  confirmationKinds,
  type PurgePolicy,
  type RiskTierId,
  riskTierIds,
  riskTiers,
} from "./purge-policy";
import { plainText } from "./text";
import { actorKinds, type Role, roles } from "./words";

/** Seconds of grace, in the policy and in the import file. */
export const graceSeconds = z
  .int("must be a whole number of seconds, 0 to 300")
  .min(0, "must be 0 to 300 seconds")
  .max(300, "must be 0 to 300 seconds");

/** For how many seconds after its acceptance a purge is probed. */
export const proveSeconds = z
  .int("must be a whole number of seconds, 5 to 600")
  .min(5, "must be 5 to 600 seconds")
  .max(600, "must be 5 to 600 seconds");

const minutes = "must be a whole number of minutes, 5 to 720";

/** How long ago somebody may have signed in, in minutes; null: as long as their session lasts. */
const signInMinutes = z.int(minutes).min(5, minutes).max(720, minutes).nullable();

/** How many other tenants' pages are watched around a purge. */
export const bystanders = z
  .int("must be a whole number, 0 to 20")
  .min(0, "must be 0 to 20")
  .max(20, "must be 0 to 20");

export const riskTierId = z.enum(riskTierIds, `must be one of ${riskTierIds.join(", ")}`);

/** A tier's rule, within what the tier allows at all. */
function tierRule(id: RiskTierId) {
  const tier = riskTiers[id];
  const possible = rolesWith(tier.permission);
  const least = confirmationKinds.indexOf(tier.confirmation);
  const kinds = confirmationKinds.filter((_, at) => at >= least);
  return z.strictObject({
    roles: z
      .array(z.enum(roles))
      .min(1, "must name at least one role")
      .refine(
        (named) => named.every((role) => possible.includes(role)),
        `can be given to ${possible.join(", ")} alone`,
      )
      .refine((named) => new Set(named).size === named.length, "must name each role once"),
    confirmation: z
      .enum(confirmationKinds)
      .refine((kind) => kinds.includes(kind), `must be one of ${kinds.join(", ")}`),
    secondPerson: z.boolean(),
    signInMinutes,
    graceSeconds,
    prove: z.boolean(),
    proveSeconds,
    secondPurge: z.boolean(),
    bystanders,
  });
}

/** A time of day. */
export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "22:00"')
  .meta({ examples: ["22:00"] });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The name of a time zone; no offset such as +02:00, which PostgreSQL reads the other way round. */
export const timeZone = plainText(1, 60)
  .refine(
    (name) => /^[a-z]/i.test(name) && isTimeZone(name),
    'must be a time zone such as "Europe/Berlin"',
  )
  .meta({ examples: ["Europe/Berlin"] });

const quietHours = z
  .strictObject({
    tiers: z.array(riskTierId).min(1, "must name at least one tier"),
    from: clockTime,
    to: clockTime,
    timeZone,
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "must differ from the start" });

export const purgePolicy = z.strictObject({
  tiers: z.strictObject({
    object: tierRule("object"),
    tenant: tierRule("tenant"),
    section: tierRule("section"),
    shared: tierRule("shared"),
    everything: tierRule("everything"),
  }),
  /** null: no ticket is asked for. */
  ticketPattern: plainText(1, 200).nullable(),
  approvalMinutes: z
    .int("must be a whole number of minutes, 5 to 1440")
    .min(5, "must be 5 to 1440 minutes")
    .max(1440, "must be 5 to 1440 minutes"),
  quietHours: quietHours.nullable(),
}) satisfies z.ZodType<PurgePolicy>;

/** A policy as it was kept: before it knew of `signInMinutes` a tier asked for no recent sign-in. */
export const keptPolicy = z.preprocess((kept) => {
  const tiers = (kept as { tiers: Record<string, object> }).tiers;
  const known = Object.entries(tiers).map(([id, rule]) => [id, { signInMinutes: null, ...rule }]);
  return { ...(kept as object), tiers: Object.fromEntries(known) as unknown };
}, purgePolicy);

export const policyVersion = z.strictObject({
  version: z.number(),
  policy: purgePolicy,
  madeAt: z.string(),
  madeBy: z.strictObject({ kind: z.enum(actorKinds), name: z.string() }),
  reason: z.string().nullable(),
});
export type PolicyVersion = z.infer<typeof policyVersion>;

/** The policy as it is, and those before it, newest first. */
export const policyHistory = z.strictObject({
  current: policyVersion,
  before: z.array(policyVersion),
});
export type PolicyHistory = z.infer<typeof policyHistory>;

/** Whether a role may have purges of a tier under a policy. */
export function mayUnder(policy: PurgePolicy, tier: RiskTierId, role: Role): boolean {
  return policy.tiers[tier].roles.includes(role);
}
