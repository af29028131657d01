import * as z from "zod";
import { purgePlan } from "./purge-plan";
import { purge } from "./purges";
import { cursor, id, limit, plainText } from "./text";
import { approvalStates, roles } from "./words";

export const approvalListQuery = z.strictObject({
  /** waiting: for a second person; decided: all others; absent: both, the newest first. */
  state: z.enum(["waiting", "decided"], "must be waiting or decided").optional(),
  cursor: cursor.optional(),
  limit,
});
export type ApprovalListQuery = z.infer<typeof approvalListQuery>;

export const approvalParams = z.strictObject({ purgeId: id });

export const approval = z.strictObject({
  purge,
  state: z.enum(approvalStates),
  requestedBy: z.string(),
  expiresAt: z.string(),
  /** Who may decide by role, beside whoever asked for it. */
  whoCan: z.array(z.enum(roles)),
  /** Why the asking person may not decide; null: they may. */
  whyNot: z.string().nullable(),
  decision: z
    .strictObject({ at: z.string(), by: z.string(), reason: z.string().nullable() })
    .nullable(),
});
export type Approval = z.infer<typeof approval>;

export const approvalList = z.strictObject({
  items: z.array(approval),
  nextCursor: z.string().nullable(),
});
export type ApprovalList = z.infer<typeof approvalList>;

/** An approval with the preview of what would be sent now; null: it cannot be previewed any more, and why. */
export const approvalDetail = approval.extend({
  plan: purgePlan.nullable(),
  noPlan: z.string().nullable(),
  /** What has changed since it was asked for: with anything here, approving it voids it. */
  changed: z.array(z.string()),
});
export type ApprovalDetail = z.infer<typeof approvalDetail>;

export const decisionRequest = z.strictObject({
  decision: z.enum(["approve", "deny"], "must be approve or deny"),
  /** The digest of the preview that the approver saw; needed to approve. */
  plan: plainText(1, 300).optional(),
  reason: plainText(3, 500),
});
export type DecisionRequest = z.infer<typeof decisionRequest>;

/** A purge for which somebody went past the second person. */
export const brokenGlass = z.strictObject({
  purge,
  usedAt: z.string(),
  usedBy: z.string(),
  /** Why the asking person may not review it; null: they may, or somebody did. */
  whyNot: z.string().nullable(),
  review: z.strictObject({ at: z.string(), by: z.string(), note: z.string() }).nullable(),
});
export type BrokenGlass = z.infer<typeof brokenGlass>;

export const brokenGlassList = z.strictObject({ items: z.array(brokenGlass) });
export type BrokenGlassList = z.infer<typeof brokenGlassList>;

export const reviewRequest = z.strictObject({ note: plainText(3, 500) });

export const personParams = z.strictObject({ personId: id });
export const glassGrant = z.strictObject({ may: z.boolean(), reason: plainText(3, 500) });
export type GlassGrant = z.infer<typeof glassGrant>;
export const glassRight = z.strictObject({ personId: z.string(), mayBreakGlass: z.boolean() });
export type GlassRight = z.infer<typeof glassRight>;
