import type { PurgeChange } from "@/lib/schemas/events";
import type { Change } from "./read-changes";

/** A browser that lost the stream comes back after so long, in milliseconds: not all of them at once. */
const retryMs = () => 1_000 + Math.round(Math.random() * 2_000);

/** An event as the stream sends it (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
function event(name: string, place: number, data: unknown): string {
  return `event: ${name}\nid: ${place}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The stream stands: from here on each change is told. */
export const readyText = (place: number): string =>
  `retry: ${retryMs()}\n${event("ready", place, {})}`;

/** What lies between cannot be told: read anew what is shown. */
export const resetText = (place: number): string => event("reset", place, {});

/** Keeps proxies from closing what is silent (the comment), and moves the place on (the event). */
export const beatText = (place: number): string => `: still here\n${event("beat", place, {})}`;

/** A change. Its id is its place, or what comes before an older change that is not to be seen yet. */
export function changeText(change: Change, place: number): string {
  const { purgeId, zoneId, tenantIds, from, to, at } = change;
  const data: PurgeChange = { purgeId, zoneId, tenantIds, from, to, at: at.toISOString() };
  return event("purge", Math.min(change.id, place), data);
}
