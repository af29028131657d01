import type { CallResult } from "@/lib/edge/purge-call";
import { db, listenTo } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import type { CloudflareError } from "@/lib/schemas/cloudflare-error";
import type { PurgeStatus } from "@/lib/schemas/words";
import type { ClaimedCall } from "./claim-call";

/** How a purge has ended, with what Cloudflare answered to the last call that carried it; null: none did. */
export interface PurgeEnd {
  id: string;
  status: Extract<PurgeStatus, "accepted" | "failed" | "cancelled">;
  zoneId: string;
  message: string | null;
  httpStatus: number | null;
  errors: CloudflareError[] | null;
  cfRay: string | null;
}

/** The channel on which the database says that purges have ended. */
const endChannel = "purge_ended";
/** How often it is looked at when nothing says that something has changed, in milliseconds. */
const pollMs = 500;

interface Waiting {
  resolve: (end: PurgeEnd | null) => void;
  limit: NodeJS.Timeout;
}

/** What is waited for in this process. */
interface Waits {
  /** Who waits for which purge. */
  waiting: Map<string, Set<Waiting>>;
  /** The purges that this process's sender carries: it tells how they end, and nobody need ask. */
  carried: Set<string>;
  listening: Promise<unknown> | null;
  poll: NodeJS.Timeout | null;
  looking: boolean;
  lookAgain: boolean;
}

// On globalThis: Next loads modules more than once, and what the sender tells is for the routes.
const shared = globalThis as typeof globalThis & { purgeConsoleWaits?: Waits };

function waits(): Waits {
  return (shared.purgeConsoleWaits ??= {
    ...{ waiting: new Map<string, Set<Waiting>>(), carried: new Set<string>() },
    ...{ listening: null, poll: null, looking: false, lookAgain: false },
  });
}

function settle(id: string, one: Waiting, end: PurgeEnd | null): void {
  const all = waits();
  clearTimeout(one.limit);
  const others = all.waiting.get(id);
  others?.delete(one);
  if (others?.size === 0) all.waiting.delete(id);
  if (all.waiting.size === 0 && all.poll !== null) {
    clearInterval(all.poll);
    all.poll = null;
  }
  one.resolve(end);
}

function settleAll(end: PurgeEnd): void {
  for (const one of [...(waits().waiting.get(end.id) ?? [])]) settle(end.id, one, end);
}

async function readEnds(ids: string[]): Promise<PurgeEnd[]> {
  return db().$queryRaw<PurgeEnd[]>`
    SELECT p.id, p.status::text, p.zone_id AS "zoneId", p.result_message AS message,
      c.http_status AS "httpStatus", c.errors, c.cf_ray AS "cfRay"
    FROM purge p LEFT JOIN purge_call c ON c.id = p.call_id
    WHERE p.id = ANY(${ids}::uuid[]) AND p.status IN ('accepted', 'failed', 'cancelled')`;
}

/** One question for all who wait for what others carry, or nobody yet; asked again when something changed meanwhile. */
async function look(): Promise<void> {
  const all = waits();
  all.lookAgain = all.looking;
  const unknown = [...all.waiting.keys()].filter((id) => !all.carried.has(id));
  if (all.looking || unknown.length === 0) return;
  all.looking = true;
  try {
    for (const end of await readEnds(unknown)) settleAll(end);
  } catch (error) {
    log().warn({ err: error }, "could not look whether purges have ended");
  } finally {
    all.looking = false;
  }
  if (all.lookAgain) await look();
}

/** This process makes a call for these purges from now on. */
export function noteCarried({ purges }: ClaimedCall): void {
  for (const { id } of purges) waits().carried.add(id);
}

/**
 * Tells whoever waits for the purges of a call how they have ended, once that is on record.
 *
 * @param accepted Cloudflare's answer when it took all of them; null: the record says what became of them
 */
export function tellEnded({ purges, lane }: ClaimedCall, accepted: CallResult | null): void {
  for (const { id } of purges) {
    waits().carried.delete(id);
    if (accepted === null) continue;
    const { message, httpStatus, errors, cfRay } = accepted;
    settleAll({ id, status: "accepted", zoneId: lane.zoneId, message, httpStatus, errors, cfRay });
  }
  if (accepted === null) void look();
}

/**
 * Waits until a purge has ended: accepted, failed or cancelled. The console goes on with it either way.
 *
 * @param limitMs how long to wait at most, in milliseconds
 * @returns how it ended; null: it has not
 */
export async function waitForEnd(id: string, limitMs: number): Promise<PurgeEnd | null> {
  const all = waits();
  const ended = new Promise<PurgeEnd | null>((resolve) => {
    const one: Waiting = {
      resolve,
      limit: setTimeout(() => {
        settle(id, one, null);
      }, limitMs),
    };
    all.waiting.set(id, (all.waiting.get(id) ?? new Set()).add(one));
  });
  all.poll ??= setInterval(() => void look(), pollMs);
  all.listening ??= listenTo(endChannel, () => void look()).catch((error: unknown) => {
    all.listening = null;
    log().warn({ err: error }, "could not listen for purges that end; asking instead");
  });
  void look();
  return ended;
}
