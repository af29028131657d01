import * as z from "zod";
import { eventId, ownName, traceId } from "./batches";
import { selector } from "./purges";
import { plainText, time } from "./text";
import { purgeMethods, triggerSources } from "./words";

/** One of Cloudflare's errors. What else it says of one (a link, a pointer) is left out. */
const cloudflareError = z.object({
  code: z.int("must be a whole number"),
  message: plainText(0, 1_000),
});

/** What Cloudflare answered the service. */
const result = z
  .strictObject({
    status: z.enum(["accepted", "failed"], "must be accepted or failed"),
    /** Absent: Cloudflare gave no answer. */
    httpStatus: z
      .int("must be a whole number")
      .min(100, "must be 100 to 599")
      .max(599, "must be 100 to 599")
      .optional(),
    errors: z.array(cloudflareError).max(20, "at most 20 errors").default([]),
    cfRay: plainText(1, 64).optional(),
    durationMs: z
      .int("must be a whole number")
      .min(0, "must be 0 to 86400000")
      .max(86_400_000, "must be 0 to 86400000")
      .optional(),
  })
  .refine(
    ({ status, httpStatus = 200 }) =>
      status === "failed" || (httpStatus >= 200 && httpStatus < 300),
    { path: ["httpStatus"], message: "must be 200 to 299 where the purge was accepted" },
  );

/** A purge that a service sent to Cloudflare itself, told when it had ended. */
export const purgeEvent = z.strictObject({
  eventId,
  /** When the service sent it. */
  at: time,
  /** By name or id. */
  zone: ownName,
  /** An environment of the zone, by its name or ref; absent: production. */
  environment: plainText(1, 100).optional(),
  /** By id or slug; tenants that the selector names are recognised without. */
  tenant: plainText(1, 200).optional(),
  method: z.enum(purgeMethods, "must be purge or invalidate").default("purge"),
  selector,
  /** Absent: the token's. */
  source: z.enum(triggerSources, `must be one of ${triggerSources.join(", ")}`).optional(),
  service: plainText(1, 100).optional(),
  reason: plainText(1, 500).optional(),
  ticket: plainText(1, 300).optional(),
  traceId: traceId.optional(),
  onBehalfOf: plainText(1, 200).optional(),
  result,
});
export type PurgeEvent = z.infer<typeof purgeEvent>;
