import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

// What a container runs, put together as the Dockerfile does it, in folders and under a user that have
// nothing to do with this repository.
const root = path.resolve(import.meta.dirname, "../..");
const isRoot = process.getuid?.() === 0;
/** Nobody: root is not what the image runs as. */
const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};
const readyTimeoutMs = 60_000;

/** Assembles the last build in a folder outside of the repository, which the console cannot write to. */
export function assembleStandalone(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "purge-console-standalone-"));
  execFileSync(process.execPath, ["scripts/assemble-standalone.mjs", folder], { cwd: root });
  chmodSync(folder, isRoot ? 0o755 : 0o555);
  return folder;
}

/** A folder for what the consoles keep, as the volume of compose.yaml: keys and seals of the audit record. */
export function makeVolume(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "purge-console-volume-"));
  if (isRoot) chownSync(folder, user.uid ?? 0, user.gid ?? 0);
  return folder;
}

/** Removes what assembleStandalone or makeVolume made. */
export function removeStandalone(folder: string): void {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

type Settings = Record<string, string> & { PORT: string };

export interface StandaloneProcess {
  url: string;
  pid: number;
  output: () => string;
  /** What the container's health check exits with. */
  health: () => number | null;
  /** What stopping a container does. Answers the exit code. */
  terminate: () => Promise<number | null>;
  kill: () => void;
}

/** Starts a console as the image does, with these settings alone. */
function launch(folder: string, settings: Settings) {
  // As containers have it: the machine's name, which is not what to listen on.
  const env = { PATH: process.env["PATH"] ?? "", HOSTNAME: "a-container", ...settings };
  const child = spawn(
    process.execPath,
    [
      "--max-semi-space-size=64",
      ...["--import", path.join(folder, "standalone-settings.mjs"), path.join(folder, "server.js")],
    ],
    // Next's types ask for NODE_ENV, which a container's command need not have.
    { cwd: "/", env: env as never, stdio: ["ignore", "pipe", "pipe"], ...user },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      resolve(code);
    });
  });
  const kill = () => {
    child.kill("SIGKILL");
  };
  process.once("exit", kill);
  const url = `http://127.0.0.1:${settings.PORT}`;
  const health = () =>
    spawnSync(process.execPath, [path.join(folder, "standalone-health.mjs")], { env: env as never })
      .status;
  const terminate = () => {
    child.kill("SIGTERM");
    return ended;
  };
  const pid = child.pid ?? 0;
  const running: StandaloneProcess = { url, pid, output: () => text, health, terminate, kill };
  return { running, hasEnded: () => child.exitCode !== null };
}

/**
 * Starts a console as the image does, and waits until it can do its work.
 *
 * @throws Error with what it printed when it ends or stays silent
 */
export async function startStandalone(
  folder: string,
  settings: Settings,
): Promise<StandaloneProcess> {
  const { running, hasEnded } = launch(folder, settings);
  const until = Date.now() + readyTimeoutMs;
  for (;;) {
    const answer = await fetch(`${running.url}/api/readyz`).catch(() => null);
    if (answer?.ok === true) return running;
    if (hasEnded() || Date.now() > until) {
      running.kill();
      throw new Error(`The standalone console did not start:\n${running.output()}`);
    }
    await pause(100);
  }
}
