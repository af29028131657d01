import { useSyncExternalStore } from "react";

/**
 * How the stream of changes stands: `live`, `connecting` (the first time), or `reconnecting`: it was lost,
 * and screens ask again and again instead.
 */
export type LiveState = "connecting" | "live" | "reconnecting";

let state: LiveState = "connecting";
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setLiveState(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

/** How the stream of changes of this tab stands. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => "connecting",
  );
}

/**
 * How long to wait before asking again, in milliseconds: while changes are told, asking is only the net.
 *
 * @param aloneMs while nothing is told
 * @param netMs while it is
 */
export function askEvery(aloneMs: number, netMs: number): number {
  return state === "live" ? netMs : aloneMs;
}
