import { authorize } from "@/lib/audit/authorize";
import { reachesAll, reachesZone } from "@/lib/domain/purges/token-reach";
import { openDatabaseOf } from "@/lib/platform/database";
import { onStopping } from "@/lib/platform/stopping";
import type { Caller } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { EventsQuery } from "@/lib/schemas/events";
import { beatText, changeText, readyText, resetText } from "./event-text";
import { type Follower, makeFollower } from "./follow-changes";
import { type Change, readSince } from "./read-changes";
import { watchAccess } from "./watch-access";

/** How often a silent stream says that it stands, and asks whether its reader still may, in milliseconds. */
const beatMs = 15_000;
/** So many bytes wait for a reader that is slower than what it reads; with more it is cut off. */
const mostWaiting = 1024 * 1024;
/** Streams in this process, and of one caller. */
const mostStreams = 1_000;
const mostOfOne = 50;

const open = new Map<string, number>();
let follower: Follower | null = null;

/** Makes sure that a reader's stream has a place. @throws AppError too_many_requests, unavailable */
function takePlace(caller: Caller): () => void {
  const mine = open.get(caller.id) ?? 0;
  if (mine >= mostOfOne) {
    throw new AppError(
      "too_many_requests",
      `At most ${mostOfOne} streams of one caller at a time.`,
    );
  }
  if ([...open.values()].reduce((sum, count) => sum + count, 0) >= mostStreams) {
    throw new AppError("unavailable", `This process has ${mostStreams} streams; ask again later.`);
  }
  open.set(caller.id, mine + 1);
  return () => {
    const left = (open.get(caller.id) ?? 1) - 1;
    if (left === 0) open.delete(caller.id);
    else open.set(caller.id, left);
  };
}

/** Which changes a reader is told of: as the list of purges, within a token's reach. */
function filterFor(caller: Caller, tenant: string | undefined) {
  return ({ zoneId, tenantIds }: Change): boolean =>
    (caller.kind === "person" || (reachesZone(caller, zoneId) && reachesAll(caller, tenantIds))) &&
    (tenant === undefined || tenantIds.includes(tenant));
}

interface Reading {
  after: number | undefined;
  follow: boolean;
  tells: (change: Change) => boolean;
  /** Whether the reader's session or token still holds. */
  stillMay: () => Promise<boolean>;
}

/** What a reader gets first: what it missed, or that it cannot be told. */
async function firstText(following: Follower, { after, tells }: Reading): Promise<string> {
  const { prisma } = openDatabaseOf();
  const since = after === undefined ? [] : await readSince(prisma, after);
  const ready = readyText(following.place());
  if (since === null) return ready + resetText(following.place());
  const texts = since.filter(tells).map((change) => changeText(change, following.place()));
  return ready + texts.join("");
}

/** Sends text to one reader until it ends, is closed, or is too slow. */
function makeSender(controller: ReadableStreamDefaultController<Uint8Array>, onEnd: () => void) {
  const encoder = new TextEncoder();
  let ended = false;
  const end = () => {
    if (!ended) onEnd();
    ended = true;
  };
  return {
    end,
    send: (text: string) => {
      if (ended || text === "") return;
      controller.enqueue(encoder.encode(text));
      if ((controller.desiredSize ?? 0) > 0) return;
      end();
      // Not a clean end, and by this name not an error of the server: what waits is thrown away.
      controller.error(new DOMException("The reader is too slow.", "AbortError"));
    },
    close: () => {
      if (ended) return;
      end();
      controller.close();
    },
  };
}

/**
 * The stream of one reader. A change may be told twice and is never left out: it subscribes first and reads
 * what it missed afterwards.
 */
async function openStream(
  following: Follower,
  reading: Reading,
  leave: () => void,
): Promise<ReadableStream<Uint8Array>> {
  const textOf = (changes: readonly Change[]) =>
    changes
      .filter(reading.tells)
      .map((change) => changeText(change, following.place()))
      .join("");
  let early = "";
  let tell = (changes: readonly Change[]): void => {
    early += textOf(changes);
  };
  const unsubscribe = await following.subscribe((changes) => tell(changes));
  const first = await firstText(following, reading).catch((error: unknown) => {
    unsubscribe();
    throw error;
  });
  let stop = unsubscribe;
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const sender = makeSender(controller, () => {
      clearInterval(beat);
      stopWatching();
      forget();
      unsubscribe();
      leave();
    });
    const ask = async () => {
      const may = await reading.stillMay();
      if (!may) sender.close();
      return may;
    };
    const beat = setInterval(() => {
      void ask().then((may) => {
        if (may) sender.send(beatText(following.place()));
      });
    }, beatMs);
    const stopWatching = watchAccess(() => void ask());
    const forget = onStopping(sender.close);
    stop = sender.end;
    sender.send(first + early);
    tell = (changes) => sender.send(textOf(changes));
    if (!reading.follow) sender.close();
  };
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting });
  return new ReadableStream<Uint8Array>({ start, cancel: () => stop() }, strategy);
}

/**
 * Changes of purges as they happen, as server-sent events: `ready`, `purge`, `reset` (read anew what is
 * shown), and `beat` every 15 seconds. Ends when the reader's session or token does, and at shutdown.
 *
 * @param lastEventId the header of a browser that comes back; wins over query.after
 * @throws AppError not_allowed, too_many_requests, unavailable
 */
export async function streamEvents(
  caller: Caller,
  query: EventsQuery,
  reader: { lastEventId: number | undefined; stillMay: () => Promise<boolean> },
): Promise<ReadableStream<Uint8Array>> {
  await authorize(caller, "purge.read", {
    action: "access.refuse",
    subject: { kind: "purge", id: null },
    summary: `${caller.name} was refused the stream of changes`,
  });
  const leave = takePlace(caller);
  follower ??= makeFollower(openDatabaseOf());
  const reading: Reading = {
    after: reader.lastEventId ?? query.after,
    follow: query.follow,
    tells: filterFor(caller, query.tenant),
    stillMay: reader.stillMay,
  };
  try {
    return await openStream(follower, reading, leave);
  } catch (error) {
    leave();
    throw error;
  }
}
