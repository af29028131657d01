import { listOf } from "@/components/shell/problem-notice";
import type { Purge } from "@/lib/schemas/purges";
import type {
  ProofOutcome,
  PurgeStanding,
  PurgeStatus,
  Role,
  TriggerSource,
} from "@/lib/schemas/words";

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

/** What a proof comes to. */
export const outcomeWords: Record<ProofOutcome, string> = {
  pending: "Under way",
  verified: "Verified",
  not_verified: "Not verified",
  superseded: "Superseded",
  cannot_tell: "Cannot tell",
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

/** Who sent a purge that a service reported; null: the console sent it, as it sends all others. */
export function reportedInWords({ reported }: Pick<Purge, "reported">): string | null {
  if (reported === null) return null;
  return reported.sentAgain
    ? `Reported as failed by ${reported.by}: the console has sent it again since`
    : `Reported by ${reported.by}: the console did not send it`;
}

/** "support, engineer or admin". */
export function rolesInWords(roles: readonly Role[]): string {
  if (roles.length === 0) return "nobody yet";
  return listOf(roles);
}
