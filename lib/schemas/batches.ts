import * as z from "zod";
import { plainText } from "./text";

/** How much one request of events may hold: items, and bytes of its body. */
export const mostItemsInBatch = 1_000;
export const mostBytesInBatch = 2 * 1024 * 1024;

/** What stands for a line of NDJSON that is no JSON: its item is refused, the others are not. */
export class UnreadableLine {
  constructor(readonly line: number) {}
}

/** What makes an event the same when it is sent again: new for each event of a token. */
export const eventId = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, "must be 1 to 200 printable ASCII characters without spaces");

/** A W3C trace id (https://www.w3.org/TR/trace-context/#trace-id). */
export const traceId = z
  .string()
  .regex(/^[0-9a-fA-F]{32}$/, "must be 32 hexadecimal characters, as in traceparent")
  .transform((text) => text.toLowerCase())
  .refine((text) => !/^0+$/.test(text), "must not be all zeros");

/** A name of the deployment's own: a zone's, a service's. */
export const ownName = plainText(1, 253);

const fieldError = z.strictObject({ path: z.string(), message: z.string() });

/** What became of one item of a batch; `index` counts from 0 in the order in which they were sent. */
export const itemAnswer = z.strictObject({
  index: z.number(),
  status: z.enum(["recorded", "duplicate", "refused"]),
  errors: z.array(fieldError).optional(),
});

export type ItemAnswer = z.infer<typeof itemAnswer>;

export const reportAnswer = itemAnswer.extend({
  /** The purge on record; absent where the item was refused. */
  purgeId: z.string().optional(),
});
export type ReportAnswer = z.infer<typeof reportAnswer>;

/** The answer to a batch: how many items ended how, and each of them, in order. */
export interface BatchAnswers<T extends ItemAnswer> {
  recorded: number;
  duplicates: number;
  refused: number;
  items: T[];
}

const counts = {
  recorded: z.number(),
  duplicates: z.number(),
  refused: z.number(),
};

/** The answer to a batch whose items are answered like this. */
export function answersOf<T extends z.ZodType<ItemAnswer>>(item: T) {
  return z.strictObject({ ...counts, items: z.array(item) });
}

export const reportAnswers = answersOf(reportAnswer);
export type ReportAnswers = z.infer<typeof reportAnswers>;

/** A batch's body as the contract tells of it: one item or an array of them. */
export function oneOrMany(item: z.ZodType) {
  return z.union([item, z.array(item).min(1).max(mostItemsInBatch)]);
}
