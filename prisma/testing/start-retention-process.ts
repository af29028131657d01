import { spawn } from "node:child_process";
import { once } from "node:events";

export interface RetentionProcess {
  /** Waits for its end. Answers how many purges it says that it removed. */
  count: () => Promise<number>;
  kill: () => Promise<void>;
}

/** Starts a process that removes what the policy no longer keeps, in small batches, and then ends. */
export function startRetentionProcess(databaseUrl: string): RetentionProcess {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", "prisma/testing/retention-process.ts"],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        CLOUDFLARE_API_TOKEN: "a-token-for-tests",
        NEXTAUTH_SECRET: "a secret for tests only, long enough",
        LOG_LEVEL: "error",
      },
    },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = once(child, "close");
  return {
    count: async () => {
      await ended;
      return Number(/removed (\d+)/.exec(output)?.[1]);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
