import type { Tone } from "@/components/ui/badge";
import type { FindingKind, ReconciliationState } from "@/lib/schemas/reconciliations";

/** How much of Cloudflare's log was read, in words. */
export const stateWords: Record<ReconciliationState, { word: string; tone: Tone }> = {
  whole: { word: "Read whole", tone: "fresh" },
  half_read: { word: "Half read", tone: "old" },
  refused: { word: "Refused", tone: "broken" },
  no_token: { word: "No token", tone: "unknown" },
  unreachable: { word: "Not reached", tone: "broken" },
};

/** What was found, in words. */
export const findingWords: Record<FindingKind, { word: string; tone: Tone }> = {
  not_sent_here: { word: "Not sent by the console", tone: "broken" },
  not_in_log: { word: "Not in Cloudflare’s log", tone: "old" },
  by_time_only: { word: "Matched by time only", tone: "cold" },
  unsettled: { word: "Unsettled", tone: "unknown" },
};
