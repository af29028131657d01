import { sendPurge } from "@/lib/edge/cloudflare/send-purge";
import { log } from "@/lib/platform/log";
import { type ClaimedPurge, claimPurges } from "./claim-purges";
import { recordOutcome } from "./record-outcome";
import { onWake } from "./wake-sender";

/** How many calls to Cloudflare are under way at once. */
const concurrency = 4;
/** How often the table is looked at when nothing wakes the sender, in milliseconds. */
const pollMs = 500;

async function send(purge: ClaimedPurge): Promise<void> {
  const startedAt = performance.now();
  const result = await sendPurge(purge);
  const status = await recordOutcome(purge, result, Math.round(performance.now() - startedAt));
  log().info(
    {
      purgeId: purge.id,
      attempt: purge.attempt,
      outcome: result.outcome,
      code: result.code,
      status,
    },
    status === null ? "claim was lost" : "attempt finished",
  );
}

/**
 * Starts the sender of this process: it takes purges that are due and sends them until it is stopped. What
 * it has taken and not finished when the process dies is taken up by whoever comes next.
 *
 * @returns stop, which takes no more and waits for the calls under way
 */
export function startSender(): { stop: () => Promise<void> } {
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;

  const launch = (purge: ClaimedPurge) => {
    const sending = send(purge)
      // Not recorded: the claim runs out and the purge is sent again.
      .catch((error: unknown) => {
        log().error({ purgeId: purge.id, err: error }, "attempt was not recorded");
      })
      .finally(() => {
        underWay.delete(sending);
        look();
      });
    underWay.add(sending);
  };
  const takeDue = async () => {
    const free = concurrency - underWay.size;
    const taken = free > 0 ? await claimPurges(free) : [];
    taken.forEach(launch);
  };
  const look = () => {
    if (stopped) return;
    if (looking !== null) {
      lookAgain = true;
      return;
    }
    looking = takeDue()
      .catch((error: unknown) => {
        log().error({ err: error }, "could not look for purges");
      })
      .finally(() => {
        looking = null;
        if (!lookAgain) return;
        lookAgain = false;
        look();
      });
  };

  onWake(look);
  const timer = setInterval(look, pollMs);
  look();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all(underWay);
    },
  };
}
