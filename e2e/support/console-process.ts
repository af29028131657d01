import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The repository. */
export const root = path.resolve(import.meta.dirname, "../..");

/** How long a first start may take in all, in milliseconds: it may have to install and build. */
const startTimeoutMs = 15 * 60_000;

export interface ConsoleProcess {
  /** The address that people open. */
  url: string;
  /** Of the practice edge's switchboard; empty when the console talks to another Cloudflare. */
  controlUrl: string;
  /** Everything that it has printed so far. */
  output: () => string;
  /** SIGKILL to every process of it at once: the plug is pulled. */
  kill: () => Promise<void>;
  /** What Ctrl-C does. Answers the exit code. */
  interrupt: () => Promise<number | null>;
  /** What systemd, Docker and Kubernetes do: SIGTERM to the first process alone. Answers the exit code. */
  terminate: () => Promise<number | null>;
}

/** A folder for a console's data, outside the repository. */
export function makeDataDir(): string {
  return mkdtempSync(path.join(tmpdir(), "purge-console-e2e-"));
}

/** Removes what makeDataDir made. */
export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

/** All settings, as if none was set. Empty counts as not set, and keeps a developer's .env from setting it. */
export const unsetSettings = Object.fromEntries(
  [
    ...["DATABASE_URL", "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_BASE_URL", "NEXTAUTH_URL"],
    "CLOUDFLARE_AUDIT_TOKEN",
    ...["NEXTAUTH_SECRET", "PRACTICE_SIGN_IN", "PROBE_PRIVATE_EDGES", "METRICS_TOKEN", "LOG_LEVEL"],
    ...["LISTEN_HOST", "FRAME_ANCESTORS", "ACCESS_CONTACT", "OIDC_ISSUER", "OIDC_CLIENT_ID"],
    ...["OIDC_CLIENT_SECRET", "OIDC_NAME", "OIDC_SCOPE", "OIDC_ROLE_CLAIM", "OIDC_ROLE_MAP"],
    ...["OIDC_TRUST_EMAIL", "OIDC_FIRST_ADMIN"],
  ].map((name) => [name, ""]),
);

function collect(child: ChildProcess) {
  let text = "";
  const listeners = new Set<() => void>();
  const add = (chunk: Buffer) => {
    text += chunk.toString("utf8");
    for (const listener of listeners) listener();
  };
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  return { text: () => text, listeners };
}

function launch(settings: Record<string, string>) {
  const dev = process.env["E2E_DEV"] === "1" ? ["--dev"] : [];
  const child = spawn(process.execPath, ["scripts/start.mjs", ...dev], {
    cwd: root,
    env: { ...process.env, ...unsetSettings, NEXT_TELEMETRY_DISABLED: "1", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that all of it can be ended at once.
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      resolve(code);
    });
  });
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  process.once("exit", () => {
    signal("SIGKILL");
  });
  return { child, ended, signal, output: collect(child) };
}

/** A child's own children outlive its exit for a moment: until then they hold the port and the data. */
async function groupEnded(leader: number | undefined): Promise<void> {
  if (leader === undefined) return;
  try {
    for (;;) {
      process.kill(-leader, 0);
      await pause(20);
    }
  } catch {
    // No process of the group is left.
  }
}

const addresses = {
  practice: /\(switches: (http:\/\/127\.0\.0\.1:\d+)\)/,
  console: /Purge Console is at (https?:\/\/\S+)/,
};

/**
 * Runs the start that is expected to end by itself, because a setting is wrong.
 *
 * @returns its exit code and what it printed
 */
export async function runConsole(
  settings: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const { ended, output } = launch(settings);
  const code = await ended;
  return { code, output: output.text() };
}

/**
 * Starts the console as a newcomer does, and waits until it says that it is ready.
 *
 * @throws Error with what it printed when it ends or stays silent
 */
export async function startConsole(settings: Record<string, string>): Promise<ConsoleProcess> {
  const { child, ended, signal, output } = launch(settings);
  const ready = new Promise<void>((resolve) => {
    const told =
      settings["CLOUDFLARE_API_BASE_URL"] === undefined
        ? addresses
        : { console: addresses.console };
    const look = () => {
      if (Object.values(told).every((pattern) => pattern.test(output.text()))) resolve();
    };
    output.listeners.add(look);
  });
  const late = new Promise<"late">((resolve) => {
    setTimeout(() => {
      resolve("late");
    }, startTimeoutMs).unref();
  });
  const first = await Promise.race([ready.then(() => "ready" as const), ended, late]);
  if (first !== "ready") {
    signal("SIGKILL");
    throw new Error(`The console did not start (${String(first)}):\n${output.text()}`);
  }
  const address = (pattern: RegExp) => pattern.exec(output.text())?.[1] ?? "";
  return {
    url: address(addresses.console),
    controlUrl: address(addresses.practice),
    output: output.text,
    kill: async () => {
      signal("SIGKILL");
      await ended;
      await groupEnded(child.pid);
    },
    terminate: async () => {
      child.kill("SIGTERM");
      return ended;
    },
    interrupt: async () => {
      signal("SIGINT");
      return ended;
    },
  };
}
