import { type PurgeEnd, waitForEnd } from "@/lib/domain/sending/wait-for-end";
import type { CloudflareError } from "@/lib/schemas/cloudflare-error";

/** An answer in Cloudflare's envelope, and the headers that go with it. */
export interface GatewayAnswer {
  status: number;
  envelope: {
    success: boolean;
    errors: CloudflareError[];
    messages: CloudflareError[];
    result: unknown;
  };
  headers: Record<string, string>;
}

/**
 * Recorded, and not answered by Cloudflare yet. 202 is what it is: a client that takes any 2xx for done is told
 * so in messages, and the receipt says how it ends.
 */
function notYet(id: string, waitMs: number): GatewayAnswer {
  const asked = waitMs === 0;
  const message = asked
    ? "Recorded. Cloudflare's answer was not waited for; the receipt tells how it ends."
    : `Recorded. Cloudflare has not answered within ${waitMs / 1000} s; the console goes on with it, and the receipt tells how it ends.`;
  return {
    status: 202,
    envelope: { success: true, errors: [], messages: [{ code: 10202, message }], result: { id } },
    headers: asked ? { "preference-applied": "respond-async" } : {},
  };
}

function rayHeader({ cfRay }: Pick<PurgeEnd, "cfRay">): Record<string, string> {
  return cfRay === null ? {} : { "cf-ray": cfRay };
}

function failed({ id, status, message: told, ...call }: PurgeEnd): GatewayAnswer {
  const errors = call.errors ?? [];
  const message =
    status === "cancelled" ? "Somebody cancelled it in the console." : (told ?? "Failed.");
  const httpStatus = call.httpStatus ?? 0;
  return {
    // Cloudflare's own status; where it said success or nothing at all, 502.
    status: status === "failed" && httpStatus >= 400 ? httpStatus : 502,
    envelope: {
      success: false,
      errors:
        errors.length > 0
          ? errors.map(({ code, message: text }) => ({ code, message: text }))
          : [{ code: 10502, message }],
      messages: [{ code: 10202, message: `${message} Purge ${id}.` }],
      result: null,
    },
    headers: rayHeader(call),
  };
}

/**
 * What to answer for a purge that was recorded: Cloudflare's own answer when it comes in time.
 *
 * @param waitMs how long to wait for it at most, in milliseconds; 0: the service does not want to wait
 */
export async function answerPurge(id: string, waitMs: number): Promise<GatewayAnswer> {
  const end = waitMs === 0 ? null : await waitForEnd(id, waitMs);
  if (end === null) return notYet(id, waitMs);
  if (end.status !== "accepted") return failed(end);
  return {
    status: 200,
    envelope: { success: true, errors: [], messages: [], result: { id: end.zoneId } },
    headers: rayHeader(end),
  };
}
