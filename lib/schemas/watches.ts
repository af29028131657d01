import * as z from "zod";
import { purge } from "./purges";
import { tenantRef } from "./tenants";
import { id, plainText, tenantId } from "./text";
import { mostMinutes, mostWatched, watchMinutes } from "./watch-limits";

const minutesProblem = `must be a whole number of minutes, 1 to ${mostMinutes}`;

export const watchRequest = z.strictObject({
  /** Pages that the directory has. */
  pages: z
    .array(
      z.strictObject({ tenantId, path: plainText(1, 2000).meta({ examples: ["/billing"] }) }),
      "must be a list of pages",
    )
    .min(1, "name at least one page")
    .max(mostWatched, `at most ${mostWatched} pages`),
  minutes: z
    .int(minutesProblem)
    .min(1, minutesProblem)
    .max(mostMinutes, minutesProblem)
    .default(watchMinutes),
});
/** As it is sent, and as it is read. */
export type WatchRequest = z.input<typeof watchRequest>;
export type WantedWatch = z.output<typeof watchRequest>;

export const watchParams = z.strictObject({ watchId: id });

const watchedPage = z.strictObject({
  tenant: tenantRef,
  path: z.string(),
  url: z.string(),
  /**
   * CF-Cache-Status of each round, the oldest first; "NONE": the answer had none, "ERROR": there was no answer.
   */
  seen: z.array(z.string()),
  /** The newest answer; null: none yet. */
  last: z
    .strictObject({
      at: z.string(),
      httpStatus: z.number().nullable(),
      /** Seconds. */
      age: z.number().nullable(),
      colo: z.string().nullable(),
      /** Milliseconds. */
      ttfbMs: z.number().nullable(),
      error: z.string().nullable(),
    })
    .nullable(),
});
export type WatchedPage = z.infer<typeof watchedPage>;

/** Pages that somebody looks at. Each round is one request for each page, and may fill the cache. */
export const watch = z.strictObject({
  id: z.string(),
  startedAt: z.string(),
  endsAt: z.string(),
  /** Why no round is taken any more; null: the next one may be. */
  over: z.enum(["ended", "time"]).nullable(),
  by: z.string(),
  /** Whether the caller started it: nobody else can have rounds taken. */
  mine: z.boolean(),
  pages: z.array(watchedPage),
  /** Purges of these tenants since a minute before the start, the newest first, at most 10. */
  purges: z.array(purge),
});
export type Watch = z.infer<typeof watch>;
