import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface SenderProcess {
  process: ChildProcess;
  /** Sends a signal and waits until the process has ended. */
  end: (signal: NodeJS.Signals) => Promise<void>;
}

/** Starts a sender in a process of its own and waits until it is at work. */
export async function startSenderProcess(settings: {
  databaseUrl: string;
  cdnUrl: string;
}): Promise<SenderProcess> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", "prisma/testing/sender-process.ts"],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        DATABASE_URL: settings.databaseUrl,
        CLOUDFLARE_API_BASE_URL: settings.cdnUrl,
        CLOUDFLARE_API_TOKEN: "a-token-for-tests",
        NEXTAUTH_SECRET: "a secret for tests only, long enough",
        LOG_LEVEL: "error",
      },
    },
  );
  const ended = once(child, "exit");
  await Promise.race([
    once(child.stdout, "data"),
    ended.then(() => {
      throw new Error("the sender's process ended at once");
    }),
  ]);
  child.stdout.resume();
  return {
    process: child,
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}
