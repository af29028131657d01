import * as z from "zod";
import { probe } from "./probes";
import { tenantRef } from "./tenants";
import { cursor, id, limit, plainText, tenantId } from "./text";
import { purgeStatuses, verdictCodes } from "./words";

export const comparisonRequest = z.strictObject({
  affected: z.strictObject({ tenantId }),
  control: z.strictObject({ tenantId }),
  /** Path and query of the page, "/billing". The host is the tenant's own. */
  path: plainText(1, 2000).meta({ examples: ["/billing"] }),
  purgeId: id.optional(),
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

export const verdict = z.strictObject({
  code: z.enum(verdictCodes),
  /** One sentence. */
  summary: z.string(),
  /** The evidence, and what is missing. */
  reasons: z.array(z.string()),
});
export type Verdict = z.infer<typeof verdict>;

const side = z.strictObject({ tenant: tenantRef, probes: z.array(probe) });

export const comparison = z.strictObject({
  id: z.string(),
  path: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  affected: side,
  control: side,
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
