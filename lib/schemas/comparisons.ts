import * as z from "zod";
import { finding, probe } from "./probes";
import { tenantRef } from "./tenants";
import { cursor, id, limit, plainText, tenantId } from "./text";
import { confidences, outcomes, purgeStatuses, verdictCodes } from "./words";

export const comparisonRequest = z.strictObject({
  affected: z.strictObject({ tenantId }),
  control: z.strictObject({ tenantId }),
  /** Path and query of the page, "/billing". The host is the tenant's own. */
  path: plainText(1, 2000).meta({ examples: ["/billing"] }),
  purgeId: id.optional(),
  /** Whether the page's variants are probed too, in every round. */
  variants: z.boolean().optional(),
});
export type ComparisonRequest = z.infer<typeof comparisonRequest>;

export const comparisonParams = z.strictObject({ comparisonId: id });

/** The purge whose effect is asked for; absent: the one that the comparison already has. */
export const probesRequest = z.strictObject({ purgeId: id.optional() });

export const comparisonListQuery = z.strictObject({
  tenant: tenantId.optional(),
  purge: id.optional(),
  cursor: cursor.optional(),
  limit,
});
export type ComparisonListQuery = z.infer<typeof comparisonListQuery>;

/**
 * Whether a purge names a variant's copy. by_tag: it names tags, which all variants of a page may carry; the edge
 * does not tell. unclear: the cache key may have parts that the page's set-up does not name.
 */
const variantCoverages = ["covered", "left", "by_tag", "unclear"] as const;
export type VariantCoverage = (typeof variantCoverages)[number];

/**
 * What became of one of a page's copies. fresh: other content than before. overtaken: so it is, and the origin has
 * newer by now. same: a new copy with the content from before. current: so it is, and the origin delivers it. old: the copy or content from before is served. open:
 * its answers do not tell. uncached: no cache holds it. not_probed: nobody looked.
 */
const variantResults = [
  "fresh",
  "overtaken",
  "same",
  "current",
  "old",
  "open",
  "uncached",
  "not_probed",
] as const;
export type VariantResult = (typeof variantResults)[number];

const variantVerdict = z.strictObject({
  /** null: the default one. */
  name: z.string().nullable(),
  /** null: there is no purge yet. */
  coverage: z.enum(variantCoverages).nullable(),
  result: z.enum(variantResults),
  /** The data centres where that was seen. */
  colos: z.array(z.string()),
});
export type VariantVerdict = z.infer<typeof variantVerdict>;

export const verdict = z.strictObject({
  code: z.enum(verdictCodes),
  outcome: z.enum(outcomes),
  /** One sentence. */
  summary: z.string(),
  confidence: z.enum(confidences),
  /** The evidence. */
  reasons: z.array(z.string()),
  /** What would tell what cannot be told. */
  missing: z.array(z.string()),
  /** The data centres that it speaks of: it says nothing of others. */
  colos: z.array(z.string()),
  /** What became of each of the page's copies; empty for a page that has only one. */
  variants: z.array(variantVerdict),
});
export type Verdict = z.infer<typeof verdict>;

const side = z.strictObject({ tenant: tenantRef, probes: z.array(probe) });

/** What the origin answered, asked without the edge. null: the answer did not have it. */
export const originAnswer = z.strictObject({
  /** The page's variant that was asked for; null: the default one. */
  variant: z.string().nullable(),
  startedAt: z.string(),
  httpStatus: z.number().nullable(),
  fingerprint: z.string().nullable(),
  cacheControl: z.string().nullable(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** The edge strips it: only the origin shows which tags a page carries. */
  cacheTag: z.string().nullable(),
  findings: z.array(finding),
  error: z.string().nullable(),
});
export type OriginAnswer = z.infer<typeof originAnswer>;

export const comparison = z.strictObject({
  id: z.string(),
  path: z.string(),
  createdAt: z.string(),
  /** Who asked for it; console: the console itself, to prove a purge. */
  createdBy: z.string(),
  affected: side,
  /** null: the console found no tenant that could serve. */
  control: side.nullable(),
  /** The affected page as its origin delivers it, oldest first; empty: where the origin is is not set up. */
  origin: z.array(originAnswer),
  purge: z
    .strictObject({
      id: z.string(),
      status: z.enum(purgeStatuses),
      requestedAt: z.string(),
      finishedAt: z.string().nullable(),
    })
    .nullable(),
  verdict,
});
export type Comparison = z.infer<typeof comparison>;

export const comparisonList = z.strictObject({
  items: z.array(comparison),
  nextCursor: z.string().nullable(),
});
export type ComparisonList = z.infer<typeof comparisonList>;

const comparedVariant = z.strictObject({
  /** null: the default one. */
  name: z.string().nullable(),
  probed: z.boolean(),
  /** false: where the visitor is decides, and a probe cannot choose that. */
  canProbe: z.boolean(),
  /** null: there is no purge yet. */
  coverage: z.enum(variantCoverages).nullable(),
});
export type ComparedVariant = z.infer<typeof comparedVariant>;

const jsonDifference = z.strictObject({
  /** By JSON pointer; null: it is not there. Long values are cut and end in a digest. */
  changes: z.array(
    z.strictObject({
      path: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
  /** How many more there are than are listed. */
  more: z.number(),
  /** How many values of a large answer were not kept, and so not compared. */
  notCompared: z.number(),
});
export type JsonDifference = z.infer<typeof jsonDifference>;

const sideContent = z.strictObject({
  variant: z.string().nullable(),
  firstAt: z.string(),
  lastAt: z.string(),
  difference: jsonDifference,
});
export type SideContent = z.infer<typeof sideContent>;

export const comparisonContent = z.strictObject({
  affected: z.array(sideContent),
  control: z.array(sideContent),
  /** Empty for a page that has none beside the default one. */
  variants: z.array(comparedVariant),
});
export type ComparisonContent = z.infer<typeof comparisonContent>;
