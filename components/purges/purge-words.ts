import { listOf } from "@/components/shell/problem-notice";
import type { PurgeStanding, PurgeStatus, Role, TriggerSource } from "@/lib/schemas/words";

/** A purge's status for people. Accepted is Cloudflare's word for "will do", never "purged". */
export const statusWords: Record<PurgeStatus, string> = {
  awaiting_approval: "Awaiting approval",
  scheduled: "Scheduled",
  queued: "Queued",
  sending: "Sending",
  accepted: "Accepted",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** How purges stand, for narrowing a list to them. */
export const standingWords: Record<PurgeStanding, string> = {
  waiting: "Not ended yet",
  late: "Late",
  open: "Failed, not closed",
};

/** What caused a purge, in a word and in a sentence. */
export const sourceWords: Record<TriggerSource, { word: string; sentence: string }> = {
  manual: { word: "Manual", sentence: "A person asked for it here" },
  app: { word: "App", sentence: "A write in the product" },
  job: { word: "Job", sentence: "A worker or a scheduled job" },
  webhook: { word: "Webhook", sentence: "A call from another system" },
  deploy: { word: "Deploy", sentence: "A release" },
  import: { word: "Import", sentence: "A bulk import" },
  api: { word: "API", sentence: "A script with a token" },
};

/** "support, engineer or admin". */
export function rolesInWords(roles: readonly Role[]): string {
  if (roles.length === 0) return "nobody yet";
  return listOf(roles);
}
