import * as z from "zod";
import { cursor, limit, plainText, tenantId, time } from "./text";
import { actorKinds, roles } from "./words";

const filters = {
  /** Part of the actor's name. */
  actor: plainText(1, 200).optional(),
  action: plainText(1, 100).optional(),
  outcome: z.enum(["done", "refused"]).optional(),
  tenant: tenantId.optional(),
  from: time.optional(),
  to: time.optional(),
};

/** What a setting's history is asked by. */
export const settingKinds = ["zone", "tag_plan", "policy", "person", "token"] as const;
export type SettingKind = (typeof settingKinds)[number];

export const auditListQuery = z.strictObject({
  ...filters,
  /** Entries about one kind of setting, and about one of these. */
  subjectKind: z.enum(settingKinds, `must be one of ${settingKinds.join(", ")}`).optional(),
  subjectId: plainText(1, 200).optional(),
  cursor: cursor.optional(),
  limit,
});
export type AuditListQuery = z.infer<typeof auditListQuery>;

export const auditExportQuery = z.strictObject(filters);
export type AuditExportQuery = z.infer<typeof auditExportQuery>;

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
  /** What it was and what it is since, JSON text; null: the entry tells of no such change. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  reason: z.string().nullable(),
  ticket: z.string().nullable(),
  requestId: z.string(),
  /** Where the request came from; null: not known, or there was no request. */
  address: z.string().nullable(),
  /** Its place in the chain; null: it was committed a moment ago. */
  seq: z.number().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditList = z.strictObject({
  items: z.array(auditEntry),
  nextCursor: z.string().nullable(),
});
export type AuditList = z.infer<typeof auditList>;

/** What can be wrong with the record (lib/audit/chain-check.ts). */
export const breakKinds = [
  ...(["changed", "missing", "order", "link", "rewritten", "cut", "unchained"] as const),
  ...(["unreadable", "seal", "stub", "selection"] as const),
] as const;

export type BreakKind = (typeof breakKinds)[number];

const auditBreak = z.strictObject({
  kind: z.enum(breakKinds),
  where: z.string(),
  message: z.string(),
});

const sealOfRecord = z.strictObject({
  number: z.number(),
  at: z.string(),
  seq: z.number(),
  digest: z.string(),
  key: z.string(),
});

/** How the record is sealed, and who holds copies. */
export const auditSealing = z.strictObject({
  /** late: nothing was sealed for minutes. broken: a place is without the newest seals for minutes. */
  state: z.enum(["sealed", "late", "broken"]),
  /** The newest entry's place, and how many were committed and are in no chain yet. */
  head: z.strictObject({ seq: z.number(), digest: z.string() }),
  pending: z.number(),
  /** The newest seal; null: there is none yet. */
  seal: sealOfRecord.nullable(),
  /** The key that signs, to be handed to whoever verifies. */
  publicKey: z.string(),
  places: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(["folder", "log", "webhook"]),
      holds: sealOfRecord.nullable(),
      /** When it last held all seals that there were. */
      completeAt: z.string(),
      error: z.string().nullable(),
    }),
  ),
  /** Up to which entry retention has removed the record; 0: nothing was. */
  removedTo: z.number(),
});
export type AuditSealing = z.infer<typeof auditSealing>;

export const auditVerificationRequest = z.strictObject({
  /** Goes on behind this entry, which an earlier check has reached. */
  after: z.int().min(0).optional(),
});

/** What a check of the record found. */
export const auditVerification = z.strictObject({
  at: z.string(),
  /** The first and the last entry that were checked, and how many the record has. */
  from: z.number(),
  checkedTo: z.number(),
  through: z.number(),
  /** The newest entry that a seal confirms. */
  sealedTo: z.number(),
  seals: z.number(),
  /** All that were found, of which the first are listed. */
  breakCount: z.number(),
  breaks: z.array(auditBreak),
  durationMs: z.number(),
});
export type AuditVerification = z.infer<typeof auditVerification>;
