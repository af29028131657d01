import * as z from "zod";
import { plans, scopeClasses } from "./words";

const reached = z.strictObject({ scheme: z.string(), address: z.string() });

/** A zone in the list. */
export const zoneSummary = z.strictObject({
  id: z.string(),
  name: z.string(),
  accountId: z.string(),
  plan: z.enum(plans),
  environments: z.number(),
  tenants: z.number(),
  patterns: z.number(),
  /** Whether the set-up says where the origin is, so that the tags of its answers can be read. */
  hasOrigin: z.boolean(),
  hasCanary: z.boolean(),
  updatedAt: z.string(),
});
export type ZoneSummary = z.infer<typeof zoneSummary>;

export const zoneList = z.strictObject({
  items: z.array(zoneSummary),
  /** Whether there are more than are listed. */
  more: z.boolean(),
});
export type ZoneList = z.infer<typeof zoneList>;

/** A zone's set-up, in the form in which PUT takes it. Secrets are named and never told. */
export const zoneDetail = z.strictObject({
  id: z.string(),
  name: z.string(),
  accountId: z.string(),
  plan: z.enum(plans),
  tieredCache: z.boolean(),
  edge: reached.nullable(),
  origin: reached
    .extend({ header: z.strictObject({ name: z.string(), secret: z.string() }).optional() })
    .nullable(),
  tenantMarker: z.string().nullable(),
  environments: z.array(z.strictObject({ ref: z.string(), name: z.string() })),
  /** Whether a canary is set up; its own screen shows it. */
  hasCanary: z.boolean(),
  tenants: z.number(),
  patterns: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** `basedOn` of a PUT that edits what this answer says. */
  version: z.string(),
});
export type ZoneDetail = z.infer<typeof zoneDetail>;

export const tagLine = z.strictObject({
  pattern: z.string(),
  scope: z.enum(scopeClasses),
  owner: z.string(),
  trigger: z.string(),
  routes: z.array(z.string()),
});
export type TagLine = z.infer<typeof tagLine>;

/** error: a purge misses pages, or empties others' too. warning: sooner or later it will. note: good to know. */
const tagSeverities = ["error", "warning", "note"] as const;

/** What the linter of tag plans finds. */
const tagFindingCodes = [
  ...(["missing_tenant_tag", "other_spelling", "two_tenant_tags", "names_no_tenant"] as const),
  ...(["seen_at_two_tenants", "not_in_plan", "never_seen", "not_looked_at"] as const),
  ...(["overlap", "no_owner", "header_limit", "tag_limit", "shared"] as const),
] as const;

export const tagFinding = z.strictObject({
  code: z.enum(tagFindingCodes),
  severity: z.enum(tagSeverities),
  /** The lines of the plan that it concerns; empty: none, it is of what is sent. */
  patterns: z.array(z.string()),
  message: z.string(),
  /** What to do about it. */
  todo: z.string(),
  /** Where it was seen, the newest first. */
  examples: z.array(
    z.strictObject({
      tag: z.string().nullable(),
      tenant: z.string(),
      path: z.string(),
      at: z.string(),
    }),
  ),
});
export type TagFinding = z.infer<typeof tagFinding>;

/** A zone's tag plan, and what the linter makes of it. */
export const tagPlanDetail = z.strictObject({
  zone: z.strictObject({ id: z.string(), name: z.string() }),
  lines: z.array(tagLine),
  findings: z.array(tagFinding),
  /** What the findings rest on: answers that show Cache-Tag. */
  seen: z.strictObject({
    /** How many pages of how many tenants, since when. */
    pages: z.number(),
    tenants: z.number(),
    since: z.string(),
    /** Whether the zone's set-up says where its origin is, so that it can be asked. */
    hasOrigin: z.boolean(),
  }),
  /** `basedOn` of a PUT that edits this plan. */
  version: z.string(),
});
export type TagPlanDetail = z.infer<typeof tagPlanDetail>;
