import { useSyncExternalStore } from "react";

const subscribe = () => () => undefined;

/** Whether the browser runs the page: false on the server, and until what the server drew answers to clicks. */
export function useTakenOver(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
}
