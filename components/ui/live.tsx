"use client";

import { useSyncExternalStore } from "react";

let message = "";
const listeners = new Set<() => void>();

function announce(text: string) {
  // The same words again have to differ, or a screen reader stays silent.
  message = text === message ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Where status messages are spoken. It is in the page from load (WCAG 4.1.3); a modal dialog has its
 * own, because it makes the rest of the page inert.
 */
export function LiveRegion() {
  const text = useSyncExternalStore(
    subscribe,
    () => message,
    () => "",
  );
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}

/** A function that has a short text spoken by screen readers. The same function for ever. */
export function useAnnounce(): (text: string) => void {
  return announce;
}
