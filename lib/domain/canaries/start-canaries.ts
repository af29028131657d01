import { log } from "@/lib/platform/log";
import { beginDueRuns, claimRun, type HeldRun, releaseRun } from "./claim-run";
import { runCanary } from "./run-canary";

/** How often the table is looked at, in milliseconds. */
const pollMs = 2_000;

/** The one runner of a process: makes runs that are due, and takes one run after the other. */
class CanaryRunner {
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private held: HeldRun | null = null;

  readonly look = (): void => {
    void this.work()
      .catch((error: unknown) => {
        if (!this.stopped) log().error({ err: error }, "could not run canaries");
      })
      .then(() => {
        if (!this.stopped) this.timer = setTimeout(this.look, pollMs);
      });
  };

  private async work(): Promise<void> {
    await beginDueRuns();
    for (;;) {
      if (this.stopped) return;
      this.held = await claimRun();
      if (this.held === null) return;
      await runCanary(this.held, () => this.stopped);
      this.held = null;
    }
  }

  /** Takes nothing more. A row under way is not waited for: the run is given back, and the row is tried again. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    if (this.held !== null) await releaseRun(this.held);
  }
}

/**
 * Starts to run canaries in this process. What it has taken and not finished when the process dies, another takes
 * over, or the next start.
 */
export function startCanaries(): { stop: () => Promise<void> } {
  const runner = new CanaryRunner();
  runner.look();
  return { stop: () => runner.stop() };
}
