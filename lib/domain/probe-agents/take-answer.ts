import { authorizeService } from "@/lib/audit/authorize";
import { db, type Transaction } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { TaskAnswer } from "@/lib/schemas/probe-tasks";

const mostColos = 10;

/** The data centre of the newest answer comes first. */
async function noteColo(tx: Transaction, tokenId: string, colo: string): Promise<void> {
  const agent = await tx.probeAgent.findUniqueOrThrow({ where: { tokenId } });
  if (agent.colos[0] === colo) return;
  const colos = [colo, ...agent.colos.filter((one) => one !== colo)].slice(0, mostColos);
  await tx.probeAgent.update({ where: { tokenId }, data: { colos } });
}

/**
 * Takes an agent's answer: once, in time, and of a task that was given to this agent.
 *
 * @throws AppError not_allowed, not_found for a task that was not given to it, conflict for a second answer or
 *   one that comes too late
 */
export async function takeAnswer(
  caller: Caller,
  taskId: string,
  answer: TaskAnswer,
): Promise<{ taken: true }> {
  const agent = await authorizeService(caller, "probe.take", {
    action: "access.refuse",
    subject: { kind: "probe_task", id: taskId },
    summary: `${caller.name} was refused to answer as a probe agent`,
  });
  const taken = await db().$transaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE probe_task SET answered_at = clock_timestamp(), answer = ${JSON.stringify(answer)}::jsonb
      WHERE id = ${taskId}::uuid AND token_id = ${agent.id}::uuid AND leased_at IS NOT NULL
        AND answered_at IS NULL AND expires_at > clock_timestamp()`;
    if (count === 1 && answer.colo !== null) await noteColo(tx, agent.id, answer.colo);
    return count === 1;
  });
  if (taken) return { taken };
  const task = await db().probeTask.findFirst({
    where: { id: taskId, tokenId: agent.id, leasedAt: { not: null } },
    select: { answeredAt: true },
  });
  if (task === null) throw new AppError("not_found", "This agent was given no task with this id.");
  throw new AppError(
    "conflict",
    task.answeredAt === null
      ? "The answer comes too late: nobody waits for it any more."
      : "This task has an answer already.",
  );
}
