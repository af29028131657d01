import { log } from "@/lib/platform/log";

/** A part of the console that has to be closed, and how. */
export type ClosingStep = [name: string, close: () => Promise<void> | void];

const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** All steps together get so long, in milliseconds: what stops a container waits for ten seconds. */
const limitMs = 9_000;

async function closeAll(steps: ClosingStep[], onStep: (name: string) => void): Promise<void> {
  for (const [name, close] of steps) {
    onStep(name);
    try {
      await close();
    } catch (error) {
      // The others are to be closed all the same.
      log().error({ err: error, step: name }, "could not be closed");
    }
  }
}

/**
 * Closes the console's parts one after the other when the process is asked to end, then ends it: with 0, or
 * with 1 when that took too long. Whatever is left then is taken up by another process or the next start.
 */
export function closeOnSignal(steps: ClosingStep[]): void {
  let closing = false;
  let current = "";
  const close = (signal: NodeJS.Signals) => {
    // Ctrl-C reaches the process twice: from the terminal, and from the program that started it.
    if (closing) return;
    closing = true;
    const startedAt = performance.now();
    log().info({ signal }, "the console is being stopped");
    setTimeout(() => {
      log().error({ step: current }, "the console could not be stopped in time");
      process.exit(1);
    }, limitMs).unref();
    void closeAll(steps, (name) => (current = name)).then(() => {
      const durationMs = Math.round(performance.now() - startedAt);
      log().info({ durationMs }, "the console has stopped");
      process.exit(0);
    });
  };
  for (const signal of signals) {
    // Next has a handler that would end the process while the sender still waits for Cloudflare.
    process.removeAllListeners(signal);
    process.on(signal, close);
  }
}
