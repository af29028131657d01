import * as z from "zod";
import { cursor, limit, plainText, tenantId, time } from "./text";
import { actorKinds, roles } from "./words";

export const auditListQuery = z.strictObject({
  /** Part of the actor's name. */
  actor: plainText(1, 200).optional(),
  action: plainText(1, 100).optional(),
  outcome: z.enum(["done", "refused"]).optional(),
  tenant: tenantId.optional(),
  from: time.optional(),
  to: time.optional(),
  cursor: cursor.optional(),
  limit,
});
export type AuditListQuery = z.infer<typeof auditListQuery>;

export const auditEntry = z.strictObject({
  id: z.string(),
  at: z.string(),
  actor: z.strictObject({
    kind: z.enum(actorKinds),
    name: z.string(),
    role: z.enum(roles).nullable(),
  }),
  action: z.string(),
  outcome: z.enum(["done", "refused"]),
  subject: z.strictObject({ kind: z.string(), id: z.string().nullable() }),
  tenantId: z.string().nullable(),
  summary: z.string(),
  /** JSON text, as recorded. */
  details: z.string(),
  reason: z.string().nullable(),
  ticket: z.string().nullable(),
  requestId: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditList = z.strictObject({
  items: z.array(auditEntry),
  nextCursor: z.string().nullable(),
});
export type AuditList = z.infer<typeof auditList>;
