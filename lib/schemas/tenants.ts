import * as z from "zod";
import { leaveOutRule, pageVariant, probeHeader } from "./page-setup";
import { probe } from "./probes";
import { cursor, limit, plainText, tenantId } from "./text";
import { purgeStatuses, scopeClasses, triggerSources } from "./words";

export const tenantParams = z.strictObject({ tenantId });

export const tenantListQuery = z.strictObject({
  q: plainText(0, 200).default(""),
  cursor: cursor.optional(),
  limit,
});
export type TenantListQuery = z.infer<typeof tenantListQuery>;

export const controlQuery = z.strictObject({ path: plainText(1, 2000) });

/** A tenant in a sentence or a cell. */
export const tenantRef = z.strictObject({ id: z.string(), slug: z.string(), name: z.string() });
export type TenantRef = z.infer<typeof tenantRef>;

const newestPurge = z.strictObject({
  id: z.string(),
  requestedAt: z.string(),
  status: z.enum(purgeStatuses),
  source: z.enum(triggerSources),
});

export const tenantSummary = tenantRef.extend({
  zone: z.strictObject({ id: z.string(), name: z.string() }),
  hosts: z.array(z.string()),
  /** The newest purge that concerns the tenant, by itself or with others. */
  lastPurge: newestPurge.nullable(),
});
export type TenantSummary = z.infer<typeof tenantSummary>;

export const tenantList = z.strictObject({
  items: z.array(tenantSummary),
  nextCursor: z.string().nullable(),
});
export type TenantList = z.infer<typeof tenantList>;

export const tagPattern = z.strictObject({
  pattern: z.string(),
  scope: z.enum(scopeClasses),
  owner: z.string(),
  trigger: z.string(),
  routes: z.array(z.string()),
});
export type TagPattern = z.infer<typeof tagPattern>;

/** An environment of a zone with Version Management; ref is its id at Cloudflare. */
export const zoneEnvironment = z.strictObject({ ref: z.string(), name: z.string() });
export type ZoneEnvironment = z.infer<typeof zoneEnvironment>;

export const tenantDetail = tenantSummary.extend({
  /** When it was removed from the directory; null: it is there. One that was removed cannot be purged. */
  removedAt: z.string().nullable(),
  /** Environments of the zone beside production. */
  environments: z.array(zoneEnvironment),
  /** How many targets one purge in this zone may name: URLs, and all else. */
  targetLimits: z.strictObject({ files: z.number(), items: z.number() }),
  /** Hosts that other tenants are served from too: purging by them is not purging one tenant. */
  sharedHosts: z.array(z.string()),
  pages: z.array(
    z.strictObject({
      path: z.string(),
      url: z.string(),
      /** Of the default variant. */
      lastProbe: probe.nullable(),
      /** How it is probed. Of the probe header: its name, and the secret's name. */
      variants: z.array(pageVariant),
      leaveOut: z.array(leaveOutRule),
      probeHeader: probeHeader.nullable(),
    }),
  ),
  tagPlan: z.array(tagPattern),
  /** The tag that all content of this tenant carries by the tag plan; null when the plan has none. */
  tenantTag: z.string().nullable(),
  /** Purges recorded for this tenant, by itself or with others. */
  purgeCount: z.number(),
  purgeCount24h: z.number(),
  /** The newest of the last 24 hours in its zone that names no tenant: it may have reached this one's pages. */
  lastWithoutTenant24h: newestPurge.nullable(),
});
export type TenantDetail = z.infer<typeof tenantDetail>;

/** Tenants that could serve as control, best first, each with why. */
export const controlSuggestions = z.strictObject({
  items: z.array(
    z.strictObject({ tenant: tenantRef, why: z.string(), lastProbe: probe.nullable() }),
  ),
});
export type ControlSuggestions = z.infer<typeof controlSuggestions>;
