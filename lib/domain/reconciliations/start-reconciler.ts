import { log } from "@/lib/platform/log";
import {
  beginDailyRun,
  claimReconciliation,
  type HeldReconciliation,
  releaseReconciliation,
} from "./claim-reconciliation";
import { runReconciliation } from "./run-reconciliation";

/** How often the table is looked at, and whether a day is to be reconciled, in milliseconds. */
const pollMs = 2_000;
const dailyMs = 600_000;

class Reconciler {
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private held: HeldReconciliation | null = null;
  private lookedForDaily = -Infinity;

  readonly look = (): void => {
    void this.work()
      .catch((error: unknown) => {
        if (!this.stopped) log().error({ err: error }, "could not reconcile");
      })
      .then(() => {
        if (!this.stopped) this.timer = setTimeout(this.look, pollMs);
      });
  };

  private async work(): Promise<void> {
    if (performance.now() - this.lookedForDaily > dailyMs) {
      this.lookedForDaily = performance.now();
      await beginDailyRun();
    }
    for (;;) {
      if (this.stopped) return;
      this.held = await claimReconciliation();
      if (this.held === null) return;
      await runReconciliation(this.held, () => this.stopped);
      this.held = null;
    }
  }

  /** Takes nothing more. What is under way is given back, and is begun anew by another process or the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    if (this.held !== null) await releaseReconciliation(this.held);
  }
}

/** Starts to make reconciliations in this process. */
export function startReconciler(): { stop: () => Promise<void> } {
  const reconciler = new Reconciler();
  reconciler.look();
  return { stop: () => reconciler.stop() };
}
