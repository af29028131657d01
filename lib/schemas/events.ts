import * as z from "zod";
import { tenantId } from "./text";
import { purgeStatuses } from "./words";

/** A place in the stream of changes: what an event's `id` says. */
const place = z
  .string()
  .regex(/^\d{1,15}$/, "must be the id of an event of this stream")
  .transform(Number);

export const eventsQuery = z.strictObject({
  /** Goes on behind this place; the header Last-Event-ID, which a browser sends by itself, wins. */
  after: place.optional(),
  /** Only changes of purges that concern this tenant. */
  tenant: tenantId.optional(),
  /** false: answers what has changed since `after` and ends, for who asks again and again. */
  follow: z
    .enum(["true", "false"], "must be true or false")
    .default("true")
    .transform((text) => text === "true"),
});
export type EventsQuery = z.output<typeof eventsQuery>;

/** The header Last-Event-ID. */
export const lastEventId = place.optional();

/** The data of an event "purge": a purge has changed its state, or is new (from is null). */
export const purgeChange = z.strictObject({
  purgeId: z.string(),
  zoneId: z.string(),
  /** The tenants that it concerns; empty: all of the zone. */
  tenantIds: z.array(z.string()),
  from: z.enum(purgeStatuses).nullable(),
  to: z.enum(purgeStatuses),
  at: z.string(),
});
export type PurgeChange = z.infer<typeof purgeChange>;
