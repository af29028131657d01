import { db, listenTo } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";

/** The channel on which the database says that purges have changed their state. */
const changeChannel = "purge_changed";
/** How often it is looked at when nothing says that something has changed, in milliseconds. */
const pollMs = 500;

interface Waiting {
  resolve: (ended: boolean) => void;
  limit: NodeJS.Timeout;
}

/** Who waits for which purge, in this process. */
const waiting = new Map<string, Set<Waiting>>();
let listening: Promise<unknown> | null = null;
let poll: NodeJS.Timeout | null = null;
let looking = false;
let lookAgain = false;

function settle(id: string, one: Waiting, ended: boolean): void {
  clearTimeout(one.limit);
  const others = waiting.get(id);
  others?.delete(one);
  if (others?.size === 0) waiting.delete(id);
  if (waiting.size === 0 && poll !== null) {
    clearInterval(poll);
    poll = null;
  }
  one.resolve(ended);
}

/** One question for all who wait; asked again when something changed meanwhile. */
async function look(): Promise<void> {
  lookAgain = looking;
  if (looking || waiting.size === 0) return;
  looking = true;
  try {
    const rows = await db().$queryRaw<{ id: string }[]>`
      SELECT id FROM purge WHERE id = ANY(${[...waiting.keys()]}::uuid[])
        AND status IN ('accepted', 'failed', 'cancelled')`;
    for (const { id } of rows) {
      for (const one of [...(waiting.get(id) ?? [])]) settle(id, one, true);
    }
  } catch (error) {
    log().warn({ err: error }, "could not look whether purges have ended");
  } finally {
    looking = false;
  }
  if (lookAgain) await look();
}

/**
 * Waits until a purge has ended: accepted, failed or cancelled. The console goes on with it either way.
 *
 * @param limitMs how long to wait at most, in milliseconds
 * @returns whether it has ended
 */
export async function waitForEnd(id: string, limitMs: number): Promise<boolean> {
  const ended = new Promise<boolean>((resolve) => {
    const one: Waiting = {
      resolve,
      limit: setTimeout(() => {
        settle(id, one, false);
      }, limitMs),
    };
    waiting.set(id, (waiting.get(id) ?? new Set()).add(one));
  });
  poll ??= setInterval(() => void look(), pollMs);
  listening ??= listenTo(changeChannel, () => void look()).catch((error: unknown) => {
    listening = null;
    log().warn({ err: error }, "could not listen for purges that end; asking instead");
  });
  void look();
  return ended;
}
