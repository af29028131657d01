import type { CallResult } from "@/lib/edge/purge-call";
import { log } from "@/lib/platform/log";
import { countCall, countEnded } from "@/lib/platform/metrics";
import type { ClaimedCall } from "./claim-call";
import type { Recorded } from "./record-answer";

/** So many purges are named in one line of the log; further lines name the others. */
const purgesALine = 200;

/**
 * Tells the log and the metrics how a call ended. Every purge that it carried is named with the call's id:
 * the log is searched by either.
 *
 * @param recorded null when another process had taken the call over
 */
export function reportCall(
  { id: callId, lane, purges, targets, isRetry }: ClaimedCall,
  result: CallResult,
  durationMs: number,
  recorded: Recorded | null,
): void {
  const { outcome, limited, code, httpStatus, cfRay } = result;
  countCall({ kind: lane.kind, outcome: limited ? "limited" : outcome, durationMs });
  countEnded("accepted", recorded?.accepted ?? 0);
  countEnded("failed", recorded?.failed ?? 0);

  const ids = purges.map(({ id }) => id);
  const { zoneId, method, kind } = lane;
  log().info(
    {
      ...{ callId, zoneId, method, kind, targets: targets.length, isRetry },
      ...{ outcome, limited, code, httpStatus, cfRay, durationMs },
      ...(outcome === "accepted" ? {} : { message: result.message }),
      ...{ purges: ids.length, ...recorded, purgeIds: ids.slice(0, purgesALine) },
    },
    recorded === null ? "call was taken over by another process" : "call finished",
  );
  for (let from = purgesALine; from < ids.length; from += purgesALine) {
    log().info(
      { callId, purgeIds: ids.slice(from, from + purgesALine) },
      "call carried these, too",
    );
  }
}
