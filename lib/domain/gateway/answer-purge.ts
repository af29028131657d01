import { waitForEnd } from "@/lib/domain/sending/wait-for-end";
import { db } from "@/lib/platform/database";
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

async function readPurge(id: string) {
  return db().purge.findUniqueOrThrow({
    where: { id },
    select: {
      status: true,
      zoneId: true,
      resultMessage: true,
      attempts: { orderBy: { number: "desc" }, take: 1, select: { call: true } },
    },
  });
}
type EndedPurge = Awaited<ReturnType<typeof readPurge>>;

/**
 * Recorded, and not answered by Cloudflare yet. 202 is what it is: a client that takes any 2xx for done is told
 * so in messages, and the receipt says how it ends.
 */
function notYet(id: string, waitMs: number): GatewayAnswer {
  const asked = waitMs === 0;
  const message = asked
    ? "Recorded. Cloudflare has not been asked yet; the receipt tells how it ends."
    : `Recorded. Cloudflare has not answered within ${waitMs / 1000} s; it is being sent, and the receipt tells how it ends.`;
  return {
    status: 202,
    envelope: { success: true, errors: [], messages: [{ code: 10202, message }], result: { id } },
    headers: asked ? { "preference-applied": "respond-async" } : {},
  };
}

function failed(id: string, { status, resultMessage, attempts }: EndedPurge): GatewayAnswer {
  const call = attempts[0]?.call;
  const told = (call?.errors ?? []) as unknown as CloudflareError[];
  const message =
    status === "cancelled" ? "Somebody cancelled it in the console." : (resultMessage ?? "Failed.");
  const httpStatus = call?.httpStatus ?? 0;
  return {
    // Cloudflare's own status; where it said success or nothing at all, 502.
    status: status === "failed" && httpStatus >= 400 ? httpStatus : 502,
    envelope: {
      success: false,
      errors:
        told.length > 0
          ? told.map(({ code, message: text }) => ({ code, message: text }))
          : [{ code: 10502, message }],
      messages: [{ code: 10202, message: `${message} Purge ${id}.` }],
      result: null,
    },
    headers: call?.cfRay == null ? {} : { "cf-ray": call.cfRay },
  };
}

/**
 * What to answer for a purge that was recorded: Cloudflare's own answer when it comes in time.
 *
 * @param waitMs how long to wait for it at most, in milliseconds; 0: the service does not want to wait
 */
export async function answerPurge(id: string, waitMs: number): Promise<GatewayAnswer> {
  if (waitMs === 0 || !(await waitForEnd(id, waitMs))) return notYet(id, waitMs);
  const purge = await readPurge(id);
  if (purge.status !== "accepted") return failed(id, purge);
  const ray = purge.attempts[0]?.call.cfRay ?? null;
  return {
    status: 200,
    envelope: { success: true, errors: [], messages: [], result: { id: purge.zoneId } },
    headers: ray === null ? {} : { "cf-ray": ray },
  };
}
