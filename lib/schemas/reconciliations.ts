import * as z from "zod";
import { cursor, id, limit, time } from "./text";

/** How far a console's call and an entry of the log may be apart in time and still be one purge, in milliseconds. */
export const toleranceMs = 120_000;
/** What was sent so shortly before the log was read may still come to be in it, in milliseconds. */
export const mayComeMs = 3_600_000;
/** The longest period of one run, in days. */
const longestDays = 31;
/** How far back Cloudflare keeps its log, in days: 18 months. */
export const keptDays = 548;

/** whole: all of the log was read. half_read: it broke off. The others: nothing was read of at least one account. */
export const reconciliationStates = [
  "whole",
  "half_read",
  "refused",
  "no_token",
  "unreachable",
] as const;
export type ReconciliationState = (typeof reconciliationStates)[number];

export const findingKinds = ["not_sent_here", "not_in_log", "by_time_only", "unsettled"] as const;
export type FindingKind = (typeof findingKinds)[number];

const dayMs = 86_400_000;

export const reconciliationRequest = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ["to"],
    message: "must be later than the start",
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= longestDays * dayMs, {
    path: ["to"],
    message: `must be at most ${longestDays} days after the start`,
  });
export type ReconciliationRequest = z.output<typeof reconciliationRequest>;

export const reconciliationParams = z.strictObject({ reconciliationId: id });

export const findingsQuery = z.strictObject({
  kind: z.enum(findingKinds).optional(),
  cursor: cursor.optional(),
  limit,
});
export type FindingsQuery = z.output<typeof findingsQuery>;

const accountRead = z.strictObject({
  accountId: z.string(),
  state: z.enum(reconciliationStates),
  /** Why it was not read, or not to its end. */
  message: z.string().nullable(),
  pages: z.number(),
  /** Entries of all kinds, and those of them that tell of purges. */
  entries: z.number(),
  purges: z.number(),
  /** Up to here the log was read; null: nothing was. */
  readTo: z.string().nullable(),
});
export type AccountRead = z.infer<typeof accountRead>;

const counts = z.strictObject({
  /** The console's calls that Cloudflare accepted in what was read, and those whose outcome is not known. */
  sent: z.number(),
  unknown: z.number(),
  /** Found in the log by cf-ray. */
  matched: z.number(),
  /** In the log, and sent by a service that told the console of it. */
  reported: z.number(),
  /** In the log as failed: they purged nothing, so nobody looks for them. */
  failedInLog: z.number(),
  notSentHere: z.number(),
  notInLog: z.number(),
  byTimeOnly: z.number(),
  unsettled: z.number(),
  /** Calls in the part of the period that was not read. */
  notCompared: z.number(),
});
export type ReconciliationCounts = z.infer<typeof counts>;

export const reconciliation = z.strictObject({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  /** null: the daily run. */
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** null: under way. */
  state: z.enum(reconciliationStates).nullable(),
  accounts: z.array(accountRead),
  /** null: under way. */
  counts: counts.nullable(),
});
export type Reconciliation = z.infer<typeof reconciliation>;

export const reconciliationList = z.strictObject({
  items: z.array(reconciliation),
  /** Whether there is a token for the log. */
  hasToken: z.boolean(),
});
export type ReconciliationList = z.infer<typeof reconciliationList>;

const finding = z.strictObject({
  id: z.string(),
  kind: z.enum(findingKinds),
  at: z.string(),
  zone: z.string().nullable(),
  what: z.string().nullable(),
  actor: z.string().nullable(),
  cfRay: z.string().nullable(),
  logId: z.string().nullable(),
  purgeId: z.string().nullable(),
  note: z.string(),
});
export type Finding = z.infer<typeof finding>;

export const findingList = z.strictObject({
  items: z.array(finding),
  nextCursor: z.string().nullable(),
});
export type FindingList = z.infer<typeof findingList>;
