import * as z from "zod";
import { originAnswer } from "./comparisons";
import { probe } from "./probes";
import { selector } from "./purges";
import { tenantRef } from "./tenants";
import { cursor, id, limit, plainText, tenantId } from "./text";
import { confidences, purgeStatuses, staleCauses } from "./words";

export const diagnosisRequest = z.strictObject({
  tenantId,
  /** The page: a path such as "/billing", or its whole address as a visitor sees it. */
  address: plainText(1, 2000).meta({ examples: ["/billing"] }),
});
export type DiagnosisRequest = z.infer<typeof diagnosisRequest>;

export const diagnosisParams = z.strictObject({ diagnosisId: id });

export const diagnosisListQuery = z.strictObject({
  tenant: tenantId.optional(),
  cursor: cursor.optional(),
  limit,
});
export type DiagnosisListQuery = z.infer<typeof diagnosisListQuery>;

/** The narrowest purge that would mend the page. It is proposed, never sent. */
export const purgeProposal = z.strictObject({
  selector,
  /** The risk tier that it has. */
  tier: z.string(),
  /** Why this one, in a sentence. */
  why: z.string(),
  /** Why nobody may send it alone; null: whoever may purge its tier may send it. */
  refusal: z.string().nullable(),
});
export type PurgeProposal = z.infer<typeof purgeProposal>;

/** Why a page shows old content, as it was found when somebody asked. */
export const diagnosisSummary = z.strictObject({
  id: z.string(),
  tenant: tenantRef,
  url: z.string(),
  /** Path and query. */
  path: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  cause: z.enum(staleCauses),
  confidence: z.enum(confidences),
  /** One sentence. */
  summary: z.string(),
});
export type DiagnosisSummary = z.infer<typeof diagnosisSummary>;

export const diagnosis = diagnosisSummary.extend({
  /** What was seen, a sentence each. */
  evidence: z.array(z.string()),
  /** What would have to be known to say more. */
  missing: z.array(z.string()),
  nextStep: z.string(),
  /** The purge that the cause is about. */
  purge: z.strictObject({ id: z.string(), status: z.enum(purgeStatuses) }).nullable(),
  proposal: purgeProposal.nullable(),
  /** Answers of the edge, in order. */
  probes: z.array(probe),
  origin: z.array(originAnswer),
});
export type Diagnosis = z.infer<typeof diagnosis>;

export const diagnosisList = z.strictObject({
  items: z.array(diagnosisSummary),
  nextCursor: z.string().nullable(),
});
export type DiagnosisList = z.infer<typeof diagnosisList>;
