import * as z from "zod";
import { plainText } from "./text";
import { triggerSources } from "./words";

/** What a service may tell of a purge beside Cloudflare's own body, in headers. All of it is optional. */
export const gatewayHeaders = z.strictObject({
  "x-purge-source": z
    .enum(triggerSources, `must be one of ${triggerSources.join(", ")}`)
    .optional(),
  "x-purge-reason": plainText(1, 500).optional(),
  "x-purge-ticket": plainText(1, 300).optional(),
  "x-purge-actor": plainText(1, 200).optional(),
  "x-purge-tenant": plainText(1, 200).optional(),
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, "must be 8 to 200 printable ASCII characters without spaces")
    .optional(),
});
export type GatewayHeaders = z.infer<typeof gatewayHeaders>;
