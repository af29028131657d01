import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { makePurge, queuePurges } from "./purges";

/** A time so many days back. */
export const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

type Over = Omit<Parameters<typeof makePurge>[0], "zoneId">;

/** An accepted purge of so many days ago, carried by a call. */
export async function makeEnded(
  zoneId: string,
  days: number,
  over: Over = {},
): Promise<{ id: string; callId: string }> {
  const at = daysAgo(days);
  const callId = newId(at);
  const made = makePurge({
    ...{ zoneId, tenantId: "42", requestedAt: at, finishedAt: at, status: "accepted" },
    ...{ statusCause: "Accepted.", attemptCount: 1, callId },
    ...over,
  });
  const [id = ""] = await queuePurges([made]);
  await makeCall(zoneId, callId, at);
  await db().attempt.create({ data: { purgeId: id, number: 1, callId } });
  return { id, callId };
}

async function makeCall(zoneId: string, id: string, at: Date): Promise<void> {
  await db().purgeCall.create({
    data: {
      ...{
        id,
        accountId: "a".repeat(32),
        plan: "enterprise",
        zoneId,
        method: "purge",
        kind: "tags",
      },
      ...{
        targets: ["tenant:42"],
        purgeCount: 1,
        sender: "a test",
        startedAt: at,
        leasedUntil: at,
      },
      ...{ finishedAt: at, outcome: "accepted" },
    },
  });
}
