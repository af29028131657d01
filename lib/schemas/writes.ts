import * as z from "zod";
import { answersOf, eventId, itemAnswer, traceId } from "./batches";
import { plainText, time } from "./text";
import { purgeStatuses, writePhases } from "./words";

/** Most tags, and most paths, that one write may name. */
const mostTouched = 100;

/** What a service tells of a write on a tenant. */
export const writeEvent = z
  .strictObject({
    eventId,
    /** When it happened, by the service's clock. */
    at: time,
    /** By id or slug. */
    tenant: plainText(1, 200),
    phase: z.enum(writePhases, `must be one of ${writePhases.join(", ")}`),
    traceId: traceId.optional(),
    /** What it touched. */
    tags: z.array(plainText(1, 1_024)).max(mostTouched, `at most ${mostTouched} tags`).default([]),
    paths: z
      .array(plainText(1, 1_024).regex(/^\/[^\s?#]*$/, "must be a path such as /billing"))
      .max(mostTouched, `at most ${mostTouched} paths`)
      .default([]),
    /** Absent: the token's. */
    service: plainText(1, 100).optional(),
    /** In a few words. */
    summary: plainText(1, 200).optional(),
  })
  .refine(
    (event) => event.traceId !== undefined || event.tags.length + event.paths.length > 0,
    "give traceId, tags or paths: without any no purge can be found for it",
  );
export type WriteEvent = z.infer<typeof writeEvent>;

export const writeAnswer = itemAnswer.extend({
  /** The event on record; absent where the item was refused. */
  writeId: z.string().optional(),
});
export type WriteAnswer = z.infer<typeof writeAnswer>;
export const writeAnswers = answersOf(writeAnswer);
export type WriteAnswers = z.infer<typeof writeAnswers>;

const writeEntry = z.strictObject({
  kind: z.literal("write"),
  id: z.string(),
  at: z.string(),
  phase: z.enum(writePhases),
  traceId: z.string().nullable(),
  tags: z.array(z.string()),
  paths: z.array(z.string()),
  service: z.string(),
  summary: z.string().nullable(),
});

const purgeEntry = z.strictObject({
  kind: z.literal("purge"),
  id: z.string(),
  /** When its newest call to Cloudflare began; before there is one, when it was requested. */
  at: z.string(),
  sent: z.boolean(),
  status: z.enum(purgeStatuses),
  actorName: z.string(),
  targets: z.array(z.string()),
});

/** What is wrong with the order of a write and its purge. */
export const writeFlag = z.strictObject({
  /** early: purged before the commit. after_failure: purged for nothing. missing: not purged in time. */
  code: z.enum(["early", "after_failure", "missing"]),
  writeId: z.string(),
  purgeId: z.string().nullable(),
  /** In a sentence, with the tolerance or the time that it goes by. */
  text: z.string(),
});
export type WriteFlag = z.infer<typeof writeFlag>;

/** Writes and purges on one timeline, oldest first. */
export const timeline = z.strictObject({
  entries: z.array(z.discriminatedUnion("kind", [writeEntry, purgeEntry])),
  flags: z.array(writeFlag),
});
export type Timeline = z.infer<typeof timeline>;
export type TimelineEntry = Timeline["entries"][number];
