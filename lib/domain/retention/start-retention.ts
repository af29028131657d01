import { setTimeout as pause } from "node:timers/promises";
import { log } from "@/lib/platform/log";
import { removeExpired } from "./remove-expired";

/** How long after the start the first sweep is, and how long lies between two, in milliseconds. */
const firstMs = 60_000;
const betweenMs = 3_600_000;
/** Between two batches everybody else gets the database, in milliseconds. */
const restMs = 100;

/**
 * Removes from time to time what the retention policy no longer keeps.
 *
 * @returns how to stop: what is under way is brought to its end, a batch at most
 */
export function startRetention(): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  let batches = 0;

  const goOn = async () => {
    batches += 1;
    if (batches > 1) await pause(restMs);
    return !stopped;
  };
  const sweep = async () => {
    batches = 0;
    try {
      const removed = await removeExpired({ goOn });
      if (Object.values(removed).some((count) => count > 0)) {
        log().info({ removed }, "removed what the retention policy no longer keeps");
      }
    } catch (error) {
      // Nothing of the batch was removed; the next sweep tries again.
      log().error({ err: error }, "retention could not remove what is to go");
    }
    plan(betweenMs);
  };
  const plan = (ms: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      sweeping = sweep();
    }, ms);
    timer.unref();
  };
  plan(firstMs);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await sweeping;
  };
}
