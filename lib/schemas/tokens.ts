import * as z from "zod";
import { id, plainText, tenantId, time } from "./text";
import { selectorKinds, tokenVerbs, triggerSources } from "./words";

/** The longest that a token may last, in days: one that nobody renews ends by itself. */
const mostTokenDays = 730;

const someOf = <T extends readonly [string, ...string[]]>(words: T, what: string) =>
  z
    .array(z.enum(words, `must be one of ${words.join(", ")}`))
    .min(1, `name at least one of the ${what}`)
    .refine((list) => new Set(list).size === list.length, `name each of the ${what} once`);

export const tokenRequest = z.strictObject({
  /** What it is called in lists: "billing, production". */
  name: plainText(3, 100).meta({ examples: ["billing, production"] }),
  /** The service whose purges it names: "billing". */
  service: plainText(1, 100).meta({ examples: ["billing"] }),
  verbs: someOf(tokenVerbs, "verbs"),
  /** Zones by name or id, and tenants by id; an empty list: all. */
  zones: z.array(plainText(1, 253)).max(100, "at most 100 zones").default([]),
  tenants: z.array(tenantId).max(1_000, "at most 1,000 tenants").default([]),
  selectorKinds: someOf(selectorKinds, "selector kinds"),
  source: z.enum(triggerSources, `must be one of ${triggerSources.join(", ")}`),
  expiresInDays: z
    .int("must be a whole number")
    .min(1, `must be 1 to ${mostTokenDays}`)
    .max(mostTokenDays, `must be 1 to ${mostTokenDays}`),
});
export type TokenRequest = z.infer<typeof tokenRequest>;

export const tokenParams = z.strictObject({ tokenId: id });
export const revocationRequest = z.strictObject({ reason: plainText(3, 500) });

/** A service token as lists show it: never its secret. */
export const serviceToken = z.strictObject({
  id,
  name: z.string(),
  service: z.string(),
  verbs: z.array(z.enum(tokenVerbs)),
  /** Empty: all. */
  zones: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  tenants: z.array(z.string()),
  selectorKinds: z.array(z.enum(selectorKinds)),
  source: z.enum(triggerSources),
  createdAt: time,
  createdBy: z.string(),
  expiresAt: time,
  lastUsedAt: time.nullable(),
  revoked: z.strictObject({ at: time, by: z.string() }).nullable(),
  callsPerSecond: z.number(),
});
export type ServiceToken = z.infer<typeof serviceToken>;

export const tokenList = z.strictObject({ items: z.array(serviceToken) });
export type TokenList = z.infer<typeof tokenList>;

/** The answer to making one: the only time that its secret is told. */
export const madeToken = z.strictObject({ token: serviceToken, secret: z.string() });
export type MadeToken = z.infer<typeof madeToken>;
