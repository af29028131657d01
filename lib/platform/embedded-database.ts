import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";

/** Thrown when another process has the embedded database open: it takes one process at a time. */
export class DatabaseInUseError extends Error {
  constructor(
    readonly pid: number,
    folder: string,
  ) {
    super(
      `The embedded database in ${folder} is in use by process ${pid}. Stop that console first.`,
    );
  }
}

/**
 * Whether a process with this id runs that can be a console. Where the system tells (Linux), one that has
 * ended and was not collected yet, or another program that got the id since, is none.
 */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  if (!existsSync("/proc/self/cmdline")) return true;
  return existsSync(commandLine) && /node|next/.test(readFileSync(commandLine, "utf8"));
}

/** Takes the lock file, or throws DatabaseInUseError. A lock whose process has died is taken over. */
function takeLock(dataDir: string): () => void {
  const lockFile = path.join(dataDir, "database.lock");
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: "wx", mode: 0o600 });
      return () => {
        rmSync(lockFile, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const pid = Number(readFileSync(lockFile, "utf8"));
    if (pid !== process.pid && pid > 0 && isAlive(pid)) throw new DatabaseInUseError(pid, dataDir);
    rmSync(lockFile, { force: true });
  }
  throw new Error(`Could not lock ${lockFile}`);
}

/**
 * Opens PostgreSQL embedded in this process (PGlite), with the files in `dataDir`/postgres.
 *
 * @param dataDir the console's data folder; "memory" keeps everything in memory, for tests
 * @throws DatabaseInUseError when another live process holds it
 */
export async function openEmbeddedDatabase(dataDir: string) {
  const inMemory = dataDir === "memory";
  if (!inMemory) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const releaseLock = inMemory ? () => undefined : takeLock(dataDir);
  try {
    const pglite = await PGlite.create({
      dataDir: inMemory ? "memory://" : path.join(dataDir, "postgres"),
      extensions: { pg_trgm },
    });
    // The adapter sends times without a zone: the session has to be in UTC.
    await pglite.exec("SET TIME ZONE 'UTC'");
    return {
      pglite,
      close: async () => {
        await pglite.close();
        releaseLock();
      },
    };
  } catch (error) {
    releaseLock();
    throw error;
  }
}
