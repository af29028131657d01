import type { PurgeStatus } from "@/lib/schemas/words";

/**
 * Which state may follow which. The table purge_state_rule holds the same and a trigger of the database
 * refuses all else, so that no program can make another change (purge-states.db.test.ts holds the two
 * together).
 *
 * - awaiting_approval: a second person has to decide
 * - scheduled: waits for its time: the grace period, or the next try
 * - queued: may be sent as soon as the allowance lets it; failed from there: its approval became void before a retry
 * - sending: a call to Cloudflare carries it (purge.call_id)
 * - accepted, failed, cancelled: ended; a person may send a failed one again
 */
export const followingStates = {
  awaiting_approval: ["scheduled", "queued", "cancelled"],
  scheduled: ["queued", "cancelled"],
  queued: ["sending", "cancelled", "failed"],
  sending: ["accepted", "failed", "scheduled", "queued"],
  accepted: [],
  failed: ["queued"],
  cancelled: [],
} as const satisfies Record<PurgeStatus, readonly PurgeStatus[]>;

/** The states that may follow one. */
export type Following<From extends PurgeStatus> = (typeof followingStates)[From][number];
