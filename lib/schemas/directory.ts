import * as z from "zod";
import { directoryPage } from "./directory-page";
import { probeHeader } from "./page-setup";
import { bystanders, graceSeconds, proveSeconds, riskTierId } from "./policies";
import { riskTierIds } from "./purge-policy";
import { plainText } from "./text";
import { plans, scopeClasses } from "./words";

const hex32 = z
  .string()
  .regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal characters in lower case")
  .meta({ examples: ["0123456789abcdef0123456789abcdef"] });
const hostName = z
  .string()
  .max(253, "must have at most 253 characters")
  .toLowerCase()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    "must be a host name such as acme.example.com",
  )
  // What ends in a number is read as an IPv4 address, in any of its spellings.
  .refine((host) => !/(^|\.)(\d+|0x[0-9a-f]*)$/.test(host), "must be a name, not an IP address")
  .meta({ examples: ["acme.example.com"] });
// What a Cache-Tag may hold, so that the tenant's tag can be built from it.
const tagSafe = z
  .string()
  .min(1, "must not be empty")
  .max(200, "must have at most 200 characters")
  .regex(/^[\x21-\x2b\x2d-\x7e]+$/, "must be printable ASCII without spaces and commas")
  .meta({ examples: ["42"] });

const plan = z.enum(plans, `must be one of ${plans.join(", ")}`);

/** An environment of a zone with Version Management; production is the zone itself. */
const directoryEnvironment = z.strictObject({
  // It becomes part of the address that is called, and of the queue's lane.
  ref: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, hyphens and underscores"),
  name: plainText(1, 100),
});

const days = "must be a whole number of days, 1 to 365";
const hours = "must be a whole number of hours, 1 to 720";

/** A test tenant that is edited and purged on a schedule, and a control that has to stay warm: docs/canary.md. */
const directoryCanary = z.strictObject({
  tenant: tagSafe,
  control: tagSafe.meta({ examples: ["43"] }),
  path: plainText(1, 2000).meta({ examples: ["/billing"] }),
  /** Where the deployment edits the test tenant's page when asked. */
  edit: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .max(2000, "must have at most 2000 characters")
    .optional(),
  /** Tags of objects on the page, beside the tenant's own tag. */
  objectTags: z.array(tagSafe).max(20, "at most 20 tags").default([]),
  everyHours: z.int(hours).min(1, hours).max(720, hours).optional(),
  oldAfterDays: z.int(days).min(1, days).max(365, days).default(7),
});

/** How something is reached over the network. */
const reached = z.strictObject({
  scheme: z.enum(["http", "https"], "must be http or https"),
  address: z
    .string()
    .max(300)
    .regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:/@[\]]+):\d{1,5}$/, "must be address:port"),
});

const directoryZone = z.strictObject({
  id: hex32,
  name: hostName.meta({ examples: ["example.com"] }),
  accountId: hex32,
  plan,
  environments: z.array(directoryEnvironment).max(100, "at most 100 environments").optional(),
  /** Whether the zone has Tiered Cache: a copy that was purged may then answer EXPIRED. */
  tieredCache: z.boolean("must be true or false").optional(),
  /** Where probes connect instead of resolving the host. */
  edge: reached.optional(),
  /** Where the origin is, for asking it without the edge, and a header that it wants to see. */
  origin: reached.extend({ header: probeHeader.optional() }).optional(),
  /** How pages show whose they are: a text with {id}, {slug} or {name} in it once, unlike anything else there. */
  tenantMarker: plainText(6, 200)
    .regex(
      /^[^{}]{3,}\{(id|slug|name)\}[^{}]+$/,
      'must be a text such as data-tenant="{slug}": 3 characters or more, then {id}, {slug} or {name}, then 1 or more',
    )
    .optional(),
  /** Absent: as it is; null: none. */
  canary: directoryCanary.nullable().optional(),
});

const directoryTag = z.strictObject({
  zone: hostName.meta({ examples: ["example.com"] }),
  pattern: tagSafe.meta({ examples: ["tenant:{id}"] }),
  scope: z.enum(scopeClasses, `must be one of ${scopeClasses.join(", ")}`),
  owner: plainText(0, 200).default(""),
  trigger: plainText(0, 500).default(""),
  routes: z
    .array(plainText(1, 500).refine((route) => route.startsWith("/"), 'must begin with "/"'))
    .max(200)
    .default([]),
});

const directoryTenant = z.strictObject({
  id: tagSafe,
  slug: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$/,
      "must be 1 to 100 lower case letters, digits and hyphens",
    )
    .meta({ examples: ["acme"] }),
  name: plainText(1, 300).meta({ examples: ["Acme GmbH"] }),
  zone: hostName.meta({ examples: ["example.com"] }),
  hosts: z.array(hostName).min(1, "must name at least one host").max(100),
  pages: z.array(directoryPage).max(500, "at most 500 pages").default([]),
  /** Whether services' purges for it are proven by probes; they then wait for the probes before, seconds at most. */
  proveServices: z.boolean("must be true or false").optional(),
});

/** How long a person's purge of a risk tier waits, and how it is proven. All else of the policy is admins' to decide. */
const directoryPolicy = z.strictObject({
  tier: riskTierId,
  graceSeconds,
  /** Whether a person's purge is proven by probes, and for how many seconds after acceptance they go on. */
  prove: z.boolean("must be true or false").optional(),
  proveSeconds: proveSeconds.optional(),
  /** Whether the second purge is made by itself where the first fill brought the old content back. */
  secondPurge: z.boolean("must be true or false").optional(),
  /** How many other tenants' pages are watched around a purge. */
  bystanders: bystanders.optional(),
});

const rate = (max: number) =>
  z
    .number(`must be a number, 0.01 to ${max} a second`)
    .min(0.01, `must be 0.01 to ${max} a second`)
    .max(max, `must be 0.01 to ${max} a second`);
const count = (min: number, max: number) =>
  z
    .int(`must be a whole number, ${min} to ${max}`)
    .min(min, `must be ${min} to ${max}`)
    .max(max, `must be ${min} to ${max}`);

/** What a Cloudflare account was granted beyond its plan, or is held to below it. */
const directoryAccountLimit = z.strictObject({
  accountId: hex32,
  plan,
  requestsPerSecond: rate(10_000).optional(),
  // With less, nothing would be left for services beside the part that is kept for people.
  requestBucket: count(3, 100_000).optional(),
  filesPerSecond: rate(1_000_000).optional(),
  itemsPerRequest: count(1, 1000).optional(),
  filesPerRequest: count(1, 1000).optional(),
});

const keptDays = (min: number) => count(min, 36_500).optional();

/**
 * How many days what is kept after it has ended; what is left out is kept for ever. A week at least: until then
 * Idempotency-Keys and event ids are known again, and the timelines look back so far.
 */
const directoryRetention = z.strictObject({
  purgeDays: keptDays(7),
  comparisonDays: keptDays(7),
  writeDays: keptDays(7),
  sessionDays: keptDays(1),
});

/** What PUT takes: the same without what the address says. */
export const tenantBody = directoryTenant.omit({ id: true });
export type TenantBody = z.infer<typeof tenantBody>;
/** The version that was read and edited: what is at another by now is not replaced, the answer is 409. */
const basedOn = z
  .string()
  .regex(/^[0-9a-f]{32}$/, "must be the version that was read")
  .optional();
export const zoneBody = directoryZone.omit({ id: true }).extend({ basedOn });
export type ZoneBody = z.infer<typeof zoneBody>;
export const tagPlanBody = z.strictObject({
  /** All patterns of the zone: those that are not among them go. */
  patterns: z.array(directoryTag.omit({ zone: true })).max(5000, "at most 5000 patterns"),
  basedOn,
});
export type TagPlanBody = z.infer<typeof tagPlanBody>;

export const zoneParams = z.strictObject({ zoneId: hex32 });
/** A zone by its name or id. */
export const tagPlanParams = z.strictObject({ zone: plainText(1, 253) });
export const importQuery = z.strictObject({
  /** true: only says what would change. */
  dryRun: z.enum(["true", "false"], "must be true or false").default("false"),
});

const exampleTenant = {
  id: "42",
  slug: "acme",
  name: "Acme GmbH",
  zone: "example.com",
  hosts: ["acme.example.com"],
};

/** The file that `npm run import` loads: what a deployment has. */
export const directoryFile = z
  .strictObject({
    zones: z.array(directoryZone).max(1000).default([]),
    tagPlan: z.array(directoryTag).max(5000).default([]),
    policies: z.array(directoryPolicy).max(riskTierIds.length).default([]),
    accountLimits: z.array(directoryAccountLimit).max(1000).default([]),
    retention: directoryRetention.optional(),
    tenants: z.array(directoryTenant).max(200_000).default([]),
  })
  .meta({ examples: [{ tenants: [exampleTenant] }] });
export type DirectoryFile = z.infer<typeof directoryFile>;
export type DirectoryCanary = z.infer<typeof directoryCanary>;
