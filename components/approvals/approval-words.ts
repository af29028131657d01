import type { Tone } from "@/components/ui/badge";
import type { ApprovalState } from "@/lib/schemas/words";

/** How an approval stands, for people. */
export const approvalWords: Record<ApprovalState, { word: string; tone: Tone; why: string }> = {
  pending: { word: "Waits", tone: "neutral", why: "Somebody else has to decide" },
  approved: { word: "Approved", tone: "fresh", why: "A second person said yes" },
  denied: { word: "Denied", tone: "broken", why: "A second person said no, and that is final" },
  expired: { word: "Expired", tone: "outside", why: "Nobody decided in time" },
  voided: { word: "Void", tone: "old", why: "It was not what was asked for any more" },
  cancelled: { word: "Taken back", tone: "outside", why: "Cancelled before anybody decided" },
};
