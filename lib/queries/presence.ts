/** Somebody is there for so long after they have last done something, in milliseconds. */
const presentMs = 60_000;
/** While somebody is there the console is told at least so often, in milliseconds: it waits half an hour. */
const tellEveryMs = 5 * 60_000;

const signs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

let lastSignAt = -Infinity;
let lastToldAt = -Infinity;

/** Whether somebody has just done something in this tab. Screens that ask by themselves do not count. */
export function isPersonPresent(): boolean {
  return performance.now() - lastSignAt < presentMs;
}

/** A request has told the console that somebody is there. */
export function notePresenceTold(): void {
  lastToldAt = performance.now();
}

/**
 * Watches for signs of a person, so that requests can say that there is one.
 *
 * @param tell asks the console for something, when no other request has told it for long
 * @returns how to stop
 */
export function watchPresence(tell: () => void): () => void {
  const sign = () => {
    lastSignAt = performance.now();
    if (lastSignAt - lastToldAt < tellEveryMs) return;
    notePresenceTold();
    tell();
  };
  for (const name of signs) document.addEventListener(name, sign, { passive: true, capture: true });
  return () => {
    for (const name of signs) document.removeEventListener(name, sign, { capture: true });
  };
}
