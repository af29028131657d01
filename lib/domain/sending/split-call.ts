import type { Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { Prisma } from "@/prisma/generated/client";
import type { ClaimedCall } from "./claim-call";
import { type MovedPurge, transition } from "./transition";

const same = (targets: string[]) => JSON.stringify(targets);

/**
 * The two halves of a refused call, as purge ids. Purges that name the same stay together: what tells a
 * bad one from the others is what it names.
 *
 * @returns null when all name the same, so that there is nothing to tell apart
 */
export function halves(purges: MovedPurge[]): [string[], string[]] | null {
  const groups = new Map<string, string[]>();
  for (const { id, targets } of purges) {
    const key = same(targets);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [id]);
    else group.push(id);
  }
  if (groups.size < 2) return null;
  const all = [...groups.values()];
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle).flat(), all.slice(middle).flat()];
}

/**
 * Sends a refused call again in two halves, each in a lane of its own, until what Cloudflare refuses is
 * found: a bad purge among a hundred costs at most fourteen calls, and only that one fails.
 */
export async function splitCall(
  tx: Transaction,
  call: ClaimedCall,
  parts: [string[], string[]],
): Promise<void> {
  const [base] = call.lane.lane.split("#");
  for (const ids of parts) {
    await transition(tx, {
      from: "sending",
      to: "queued",
      where: Prisma.sql`id = ANY(${ids}::uuid[]) AND call_id = ${call.id}::uuid`,
      cause: "Cloudflare refused the call because of something in it: sent again in halves.",
      set: Prisma.sql`lane = ${`${base ?? ""}#${newId()}`}`,
    });
  }
}
