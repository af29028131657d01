import { log } from "@/lib/platform/log";
import { expireApprovals } from "./expire-approvals";

/** How often it is looked at what nobody decided, in milliseconds. */
const everyMs = 5_000;

/**
 * Gives up, every few seconds, what nobody decided in time.
 *
 * @returns stop, which waits for what is under way
 */
export function startApprovalKeeper(): { stop: () => Promise<void> } {
  let underWay: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    underWay = underWay
      .then(expireApprovals)
      .then((count) => {
        if (count > 0) log().info({ purges: count }, "gave up what nobody approved");
      })
      .catch((error: unknown) => {
        log().error({ err: error }, "could not look for approvals that expired");
      });
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
