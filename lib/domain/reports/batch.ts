import { addMs, now } from "@/lib/platform/clock";
import type { BatchAnswers, ItemAnswer, UnreadableLine } from "@/lib/schemas/batches";
import type { InvalidField } from "@/lib/schemas/errors";

/** How far a service's clock may be ahead, and how long ago what it tells of may be. */
const mostAheadMs = 5 * 60_000;
const mostDaysAgo = 400;

/** What is said of an event id that came before with other words. */
export const otherEvent = "was used for another event: use a new one for each";

/** An item that is not recorded, and why. `beyond`: what it names is out of the token's reach. */
export interface RefusedItem {
  index: number;
  errors: InvalidField[];
  beyond: boolean;
}

/** Refuses an item for one field. */
export function refusedItem(
  index: number,
  path: string,
  message: string,
  beyond = false,
): RefusedItem {
  return { index, errors: [{ path, message }], beyond };
}

/** Why a time cannot be one that a service tells of now; null: it can. */
export function timeProblem(text: string): string | null {
  const at = new Date(text);
  if (at > addMs(now(), mostAheadMs)) return "must not be more than 5 minutes in the future";
  const earliest = addMs(now(), -mostDaysAgo * 24 * 3_600_000);
  return at < earliest ? `must not be more than ${mostDaysAgo} days ago` : null;
}

/** What to say of a line of NDJSON that is none. */
export function unreadable(index: number, { line }: UnreadableLine): RefusedItem {
  return refusedItem(index, `line ${line}`, "is not valid JSON");
}

/** The first of each event; what is sent twice in one batch is looked at once. */
export function firstOfEach<T extends { event: { eventId: string } }>(items: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const one of items) if (!first.has(one.event.eventId)) first.set(one.event.eventId, one);
  return [...first.values()];
}

/** All answers of a batch in the order of its items, and how many there are of each. */
export function inOrder<T extends ItemAnswer>(
  all: readonly (T | RefusedItem)[],
): BatchAnswers<T | ItemAnswer> {
  const items = all
    .map((one): T | ItemAnswer => {
      if ("status" in one) return one;
      return { index: one.index, status: "refused", errors: one.errors };
    })
    .sort((a, b) => a.index - b.index);
  const count = (status: ItemAnswer["status"]) =>
    items.filter((item) => item.status === status).length;
  return {
    recorded: count("recorded"),
    duplicates: count("duplicate"),
    refused: count("refused"),
    items,
  };
}
