import * as z from "zod";

// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Text that a person typed: trimmed, of a bounded length, and storable (PostgreSQL refuses NUL). */
export function plainText(min: number, max: number) {
  return z
    .string()
    .trim()
    .min(min, min === 1 ? "must not be empty" : `must have at least ${min} characters`)
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !controlCharacters.test(text), "must not contain control characters")
    .refine((text) => !loneSurrogate.test(text), "must be valid Unicode");
}

/** An id of ours. */
export const id = z.uuid("must be an id of the console (a UUID)");

/** The end of the year 9999, in milliseconds since 1970. */
const lastMs = 253_402_300_799_999;

/** Whether a time in milliseconds since 1970 can be stored and put into an id: of 1970 to 9999. */
export function isStorableMs(ms: number): boolean {
  return Number.isInteger(ms) && ms >= 0 && ms <= lastMs;
}

/** A point in time, ISO 8601 with a zone. */
export const time = z.iso
  .datetime({
    offset: true,
    error: "must be a time such as 2026-03-01T12:00:00Z",
  })
  .refine((text) => {
    const ms = new Date(text).getTime();
    // What is no time at all has been told so.
    return Number.isNaN(ms) || isStorableMs(ms);
  }, "must be in the years 1970 to 9999");

/** The tenant's id as the deployment gives it. */
export const tenantId = plainText(1, 200).meta({ examples: ["42"] });

/** How many items a list answers: 1 to 200, 50 when absent. */
export const limit = z.coerce
  .number("must be a whole number")
  .int("must be a whole number")
  .min(1, "must be 1 to 200")
  .max(200, "must be 1 to 200")
  .default(50);

/** Where a list goes on: the nextCursor of the page before. */
export const cursor = plainText(1, 200);
