import { consoleActor, writeEntries } from "@/lib/audit/write-entry";
import { db, type Transaction } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";
import { maxFailures } from "./retry-delay";
import { transition } from "./transition";

const died =
  "The console stopped before an answer came. It may have been carried out, and is sent again.";

async function takeOver(tx: Transaction, callId: string): Promise<number> {
  await tx.$executeRaw`
    UPDATE purge_call SET finished_at = clock_timestamp(), outcome = 'unknown', code = 'no answer',
      message = ${died}
    WHERE id = ${callId}::uuid`;
  const held = Prisma.sql`call_id = ${callId}::uuid`;
  const result = Prisma.sql`result_code = 'no answer', result_message = ${died}`;
  // A purge that brings the console down each time must not do so for ever.
  const given = `Given up: the console stopped ${maxFailures} times while it was being sent.`;
  const failed = await transition(tx, {
    from: "sending",
    to: "failed",
    where: Prisma.sql`${held} AND failure_count + 1 >= ${maxFailures}`,
    cause: given,
    set: Prisma.sql`${result}, finished_at = clock_timestamp()`,
  });
  await writeEntries(
    tx,
    consoleActor,
    failed.map(({ id, tenantId }) => ({
      action: "purge.fail" as const,
      subject: { kind: "purge", id },
      tenantId,
      summary: `Failed: ${given}`,
      details: { callId },
    })),
  );
  const again = await transition(tx, {
    from: "sending",
    to: "queued",
    where: held,
    cause: died,
    set: Prisma.sql`${result}, failure_count = failure_count + 1`,
  });
  return again.length;
}

/**
 * Takes over the calls whose lease has run out: their process died, or was paused for too long. What came
 * of them is unknown; their purges go back to the queue at once.
 *
 * @returns how many purges were taken over
 */
export async function takeOverCalls(): Promise<number> {
  return db().$transaction(
    async (tx) => {
      const calls = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM purge_call WHERE finished_at IS NULL AND leased_until < clock_timestamp()
        ORDER BY leased_until LIMIT 50 FOR UPDATE SKIP LOCKED`;
      let count = 0;
      for (const { id } of calls) count += await takeOver(tx, id);
      return count;
    },
    { timeout: 30_000, maxWait: 10_000 },
  );
}
