import { spawn } from "node:child_process";
import { once } from "node:events";

export interface ConsoleStart {
  /** Everything that it printed until it was ready, or ended. */
  output: string;
  /** Asks it to end. Answers the exit code. */
  terminate: () => Promise<number | null>;
  /** Ends it at once, as a crash does: nothing of it gets to put anything away. */
  kill: () => Promise<void>;
}

/**
 * Starts a console without a web server in a process of its own, and waits until its start is over.
 *
 * @throws Error with what it printed when it ended instead
 */
export async function startConsoleProcess(settings: Record<string, string>): Promise<ConsoleStart> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", "prisma/testing/console-process.ts"],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...settings } },
  );
  let output = "";
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const ready = new Promise<"ready">((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (/^ready, signs with \w+$/m.test(output)) resolve("ready");
      });
    }
  });
  const first = await Promise.race([ready, ended]);
  if (first !== "ready") throw new Error(`The console ended with ${String(first)}:\n${output}`);
  return {
    output,
    terminate: async () => {
      child.kill("SIGTERM");
      return ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
