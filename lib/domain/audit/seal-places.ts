import { existsSync } from "node:fs";
import { mkdir, open, readdir } from "node:fs/promises";
import path from "node:path";
import { readSignedLine } from "@/lib/audit/seal";
import { log } from "@/lib/platform/log";
import type { SealLine } from "./seal-head";

/** A place outside of the database that holds copies of the seals. */
export interface SealPlace {
  /** As people know it: a folder, a host, "log". Never a secret. */
  name: string;
  kind: "folder" | "log" | "webhook";
  /** The newest seal of this record that it holds; null: none that is known. */
  newest: () => Promise<SealLine | null>;
  /** Adds seals, the oldest first. @throws Error when it did not take them */
  add: (seals: readonly SealLine[]) => Promise<void>;
}

/** How long a webhook may take to answer, in milliseconds. */
const webhookLimitMs = 10_000;

/** The files of a record's seals in a folder, the oldest first: one for each month. */
export async function filesOf(folder: string, logId: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const names = await readdir(folder);
  return names
    .filter((name) => name.startsWith(`seals-${logId}-`))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Longer than any seal, in bytes: the end of a file that is read for its last line. */
const tailBytes = 64 * 1024;

/** A line that a crash has cut in the middle was never whole: it is taken out before the next is added. */
async function lastWholeLine(file: string): Promise<SealLine | null> {
  const handle = await open(file, "r+");
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(size - from),
      0,
      size - from,
      from,
    );
    const tail = buffer.subarray(0, bytesRead);
    const end = tail.lastIndexOf("\n") + 1;
    if (end < tail.length) await handle.truncate(from + end);
    const line = tail.subarray(0, end).toString("utf8").trimEnd().split("\n").at(-1) ?? "";
    return readSignedLine("seal", line);
  } finally {
    await handle.close();
  }
}

async function newestInFolder(folder: string, logId: string): Promise<SealLine | null> {
  for (const file of (await filesOf(folder, logId)).reverse()) {
    const seal = await lastWholeLine(file);
    if (seal !== null) return seal;
  }
  return null;
}

async function append(file: string, text: string): Promise<void> {
  const handle = await open(file, "a", 0o644);
  try {
    await handle.appendFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A folder with a file of seals for each month, one a line. Several consoles may share it. */
export function openFolder(folder: string, logId: string): SealPlace {
  return {
    name: folder,
    kind: "folder",
    newest: () => newestInFolder(folder, logId),
    add: async (seals) => {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      const months = new Map<string, string>();
      for (const { says, line } of seals) {
        const month = says.at.slice(0, 7);
        months.set(month, `${months.get(month) ?? ""}${line}\n`);
      }
      for (const [month, text] of months) {
        await append(path.join(folder, `seals-${logId}-${month}.ndjson`), text);
      }
    },
  };
}

/** Remembers what it was given: nobody can ask it what it holds. */
function writeOnly(
  name: string,
  kind: SealPlace["kind"],
  start: SealLine | null,
  send: (seals: readonly SealLine[]) => Promise<void>,
): SealPlace {
  let newest = start;
  return {
    name,
    kind,
    newest: () => Promise.resolve(newest),
    add: async (seals) => {
      await send(seals);
      newest = seals.at(-1) ?? newest;
    },
  };
}

async function post(url: string, seals: readonly SealLine[]): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: seals.map(({ line }) => `${line}\n`).join(""),
    redirect: "error",
    signal: AbortSignal.timeout(webhookLimitMs),
  }).catch((error: unknown) => {
    // fetch says only that it failed; why is in the cause.
    const { cause } = error as Error;
    throw cause instanceof Error ? cause : error;
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
}

/**
 * The places that the settings name.
 *
 * @param start the newest seal at the start: a log or a webhook is not told again what was before
 */
export function openPlaces(
  folder: string,
  copies: readonly string[],
  logId: string,
  start: SealLine | null,
): SealPlace[] {
  return [
    openFolder(folder, logId),
    ...copies.map((copy) => {
      if (copy === "log") {
        return writeOnly("log", "log", start, (seals) => {
          for (const { line } of seals) log().info({ seal: line }, "the audit record was sealed");
          return Promise.resolve();
        });
      }
      if (copy.startsWith("/")) return openFolder(copy, logId);
      // An address may hold a secret: people see its host.
      return writeOnly(new URL(copy).host, "webhook", start, (seals) => post(copy, seals));
    }),
  ];
}
