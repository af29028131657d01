import { setTimeout as sleep } from "node:timers/promises";
import { authorizeService } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import { onStopping } from "@/lib/platform/stopping";
import type { Caller } from "@/lib/schemas/actor";
import {
  type ClaimedTasks,
  mostTasks,
  type ProbeTask,
  type TaskClaim,
} from "@/lib/schemas/probe-tasks";

/** How often the table is looked at while an agent waits, in milliseconds. */
const pollMs = 250;

/** Notes where the agent is, what it can, and that it is there. */
async function noteAgent(tokenId: string, { place, variants }: TaskClaim): Promise<void> {
  await db().$executeRaw`
    INSERT INTO probe_agent (token_id, place, last_seen_at, colos, variants)
    VALUES (${tokenId}::uuid, ${place}, clock_timestamp(), '{}', ${variants})
    ON CONFLICT (token_id) DO UPDATE
      SET place = ${place}, variants = ${variants}, last_seen_at = clock_timestamp()`;
}

/** Takes what waits for this agent, each task once. One that is over is nobody's any more. */
async function takeTasks(tokenId: string): Promise<ProbeTask[]> {
  const rows = await db().$queryRaw<{ id: string; request: Omit<ProbeTask, "id"> }[]>`
    UPDATE probe_task SET leased_at = clock_timestamp()
    WHERE id IN (SELECT id FROM probe_task
      WHERE token_id = ${tokenId}::uuid AND leased_at IS NULL AND expires_at > clock_timestamp()
      ORDER BY created_at, id LIMIT ${mostTasks} FOR UPDATE SKIP LOCKED)
    RETURNING id, request`;
  return rows.map(({ id, request }) => ({ id, ...request }));
}

/**
 * Gives an agent the pages that it is to probe, and waits for some while there are none. That it asks is how the
 * console knows that it is there.
 *
 * @throws AppError not_allowed, recorded
 */
export async function claimTasks(caller: Caller, claim: TaskClaim): Promise<ClaimedTasks> {
  const agent = await authorizeService(caller, "probe.take", {
    action: "access.refuse",
    subject: { kind: "probe_task", id: null },
    summary: `${caller.name} was refused to probe as an agent`,
  });
  await noteAgent(agent.id, claim);
  const until = performance.now() + claim.waitSeconds * 1_000;
  const stopping = new AbortController();
  const forget = onStopping(() => stopping.abort());
  try {
    let tasks = await takeTasks(agent.id);
    while (tasks.length === 0 && !stopping.signal.aborted && performance.now() + pollMs < until) {
      await sleep(pollMs);
      tasks = await takeTasks(agent.id);
    }
    const [clock] = await db().$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
    return { at: (clock?.at ?? new Date()).toISOString(), tasks };
  } finally {
    forget();
  }
}
