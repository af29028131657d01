import { setTimeout as pause } from "node:timers/promises";
import type { Database, OpenDatabase } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { findGaps, type Gap, keepOpen } from "./gaps";
import { type Change, nextTransaction, readChanges, readStart } from "./read-changes";

/** The channel on which the database says that purges have changed their state. */
const changeChannel = "purge_changed";
/** How often it is looked at when nothing says that something has changed, in milliseconds. */
const pollMs = 2_000;
/** Changes that come thick are read together: so long lies between two looks, in milliseconds. */
const betweenLooksMs = 100;

export type OnChanges = (changes: readonly Change[]) => void;

export interface Follower {
  /** Tells of each change from now on, at least once; returns how to stop. @throws what the database throws */
  subscribe: (onChanges: OnChanges) => Promise<() => void>;
  /** The place up to which all is told: whoever goes on behind it misses nothing. */
  place: () => number;
}

type From = Pick<OpenDatabase, "prisma" | "listen">;

/** Reads the record of changes on, and knows up to where it has done so. */
function makeReader(prisma: Database) {
  let high = 0;
  let gaps: Gap[] = [];
  return {
    begin: async () => {
      ({ high, gaps } = await readStart(prisma));
    },
    place: () => (gaps[0] === undefined ? high : gaps[0].lo - 1),
    readOn: async () => {
      const { changes, oldest, allGapsSeen, more } = await readChanges(prisma, high, gaps);
      const newer = changes.filter(({ id }) => id > high).map(({ id }) => id);
      const found = findGaps(high, newer, 0n);
      const before = found.length > 0 ? await nextTransaction(prisma) : 0n;
      const seen = changes.map(({ id }) => id);
      gaps = [
        ...keepOpen(gaps, seen, allGapsSeen ? oldest : null),
        ...found.map((gap) => ({ ...gap, before })),
      ];
      high = newer.at(-1) ?? high;
      return { changes, more };
    },
  };
}

/**
 * Follows the record of changes for all who look at it in this process: one listener, and one question
 * however many they are. While nobody looks, it asks nothing.
 *
 * Ids become visible out of order. Those that are left out when a higher one is seen are looked for at each
 * look until nobody is left who could still commit them (lib/domain/live/gaps.ts).
 */
export function makeFollower(open: From): Follower {
  const subscribers = new Set<OnChanges>();
  const { begin: beginAt, place, readOn } = makeReader(open.prisma);
  let begun: Promise<void> | null = null;
  let listening: Promise<unknown> | null = null;
  let poll: NodeJS.Timeout | undefined;
  let [looking, lookAgain] = [false, false];

  const look = async (): Promise<void> => {
    lookAgain = true;
    if (looking || begun === null) return;
    looking = true;
    try {
      await begun;
      while (lookAgain && subscribers.size > 0) {
        lookAgain = false;
        const { changes, more } = await readOn();
        for (const tell of [...subscribers]) tell(changes);
        lookAgain ||= more;
        await pause(betweenLooksMs);
      }
    } catch (error) {
      // The place stays: what was not read now is read at the next poll.
      log().warn({ err: error }, "could not read what has changed");
    } finally {
      looking = false;
    }
  };

  const begin = async (): Promise<void> => {
    listening ??= open
      .listen(changeChannel, () => void look())
      .catch((error: unknown) => {
        listening = null;
        log().warn({ err: error }, "could not listen for changes; asking instead");
      });
    await listening;
    await beginAt();
    clearInterval(poll);
    if (subscribers.size > 0) poll = setInterval(() => void look(), pollMs);
  };

  const subscribe = async (onChanges: OnChanges): Promise<() => void> => {
    subscribers.add(onChanges);
    const leave = () => {
      if (!subscribers.delete(onChanges) || subscribers.size > 0) return;
      clearInterval(poll);
      begun = null;
    };
    begun ??= begin();
    await begun.catch((error: unknown) => {
      begun = null;
      leave();
      throw error;
    });
    return leave;
  };
  return { place, subscribe };
}
