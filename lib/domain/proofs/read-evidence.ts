import { readPurge } from "@/lib/domain/purges/read-purge";
import { env } from "@/lib/platform/env";
import type { Caller } from "@/lib/schemas/actor";
import { customerAnswer } from "@/lib/schemas/customer-answer";
import { evidenceMarkdown } from "@/lib/schemas/evidence-markdown";
import type { PurgeEvidence } from "@/lib/schemas/purges";

const inWords = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  dateStyle: "medium",
  timeStyle: "long",
});

/**
 * What can be pasted into a ticket of one purge: for the customer, for colleagues, and as data.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readEvidence(actor: Caller, purgeId: string): Promise<PurgeEvidence> {
  const data = await readPurge(actor, purgeId);
  return {
    customer: customerAnswer(data, inWords.format(new Date(data.requestedAt))),
    markdown: evidenceMarkdown(data, new URL(env().nextAuthUrl).origin),
    data,
  };
}
