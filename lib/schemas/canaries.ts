import * as z from "zod";
import { tenantRef } from "./tenants";
import { scopeClasses } from "./words";

/** unclear: it was tried, and what was seen does not show it. */
export const canaryOutcomes = ["passed", "failed", "unclear", "not_tested"] as const;
export type CanaryOutcome = (typeof canaryOutcomes)[number];

/** How a row stands. old: it passed, longer ago than a proof counts. failed and old are red. */
export const canaryStates = [...canaryOutcomes, "old"] as const;
export type CanaryState = (typeof canaryStates)[number];

export const canaryParams = z.strictObject({
  zoneId: z.string().regex(/^[0-9a-f]{32}$/, "must be a zone's id"),
});

const canaryResult = z.strictObject({
  outcome: z.enum(canaryOutcomes),
  /** What was seen, or why nothing was tried. */
  why: z.string(),
  at: z.string(),
  runId: z.string(),
  /** The evidence. */
  purgeId: z.string().nullable(),
  comparisonId: z.string().nullable(),
});
export type CanaryResult = z.infer<typeof canaryResult>;

const canaryRow = z.strictObject({
  /** A pattern of the zone's tag plan; null: that a failed write purges nothing. */
  pattern: z.string().nullable(),
  scope: z.enum(scopeClasses).nullable(),
  state: z.enum(canaryStates),
  /** The newest result that proves something, for or against; null: there is none. */
  proof: canaryResult.nullable(),
  /** The newest result, when it is another one. */
  newest: canaryResult.nullable(),
});
export type CanaryRow = z.infer<typeof canaryRow>;

const canaryRun = z.strictObject({
  id: z.string(),
  /** Who pressed the button; null: the schedule. */
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** Rows that have a result, by what it was. */
  counts: z.record(z.enum(canaryOutcomes), z.number()),
});
export type CanaryRun = z.infer<typeof canaryRun>;

export const canary = z.strictObject({
  zone: z.strictObject({ id: z.string(), name: z.string() }),
  tenant: tenantRef,
  control: tenantRef,
  path: z.string(),
  /** The host that edits the test tenant's page when asked; null: nothing is edited. */
  editHost: z.string().nullable(),
  everyHours: z.number().nullable(),
  oldAfterDays: z.number(),
  nextAt: z.string().nullable(),
  /** Whether a row failed, or its proof is old. */
  red: z.boolean(),
  rows: z.array(canaryRow),
  /** The run under way; null: none. */
  running: canaryRun.nullable(),
  /** Runs that have ended, the newest first, at most 10. */
  runs: z.array(canaryRun),
});
export type Canary = z.infer<typeof canary>;

export const canaryList = z.strictObject({
  items: z.array(canary),
  /** Zones that have none, the first of them by name, and how many there are. */
  without: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  withoutCount: z.number(),
});
export type CanaryList = z.infer<typeof canaryList>;
