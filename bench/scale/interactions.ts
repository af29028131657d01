import type { Page } from "@playwright/test";

/** What a document has measured of its interactions. */
interface Measured {
  /** In milliseconds from the input to the next paint, by the interaction's id. */
  durations: Map<number, number>;
  takeIn: (entries: PerformanceEntryList) => void;
  observer: PerformanceObserver;
  /** How many interactions there had been when this was asked last. */
  asked: number;
}
type MeasuredWindow = Window & { measured: Measured };
type EventTiming = PerformanceEventTiming & { interactionId: number };

/** Has each document of a page note how long its interactions take until the next paint. */
export async function measureInteractions(page: Page): Promise<void> {
  // tsx wraps functions that have a name in a helper of its own, which the browser lacks.
  await page.addInitScript({ content: "globalThis.__name = (named) => named;" });
  await page.addInitScript(() => {
    const measured: Measured = {
      durations: new Map(),
      takeIn: (entries) => {
        for (const { interactionId, duration } of entries as EventTiming[]) {
          // Down, up and click are one interaction, as long as the longest of them.
          const longest = Math.max(duration, measured.durations.get(interactionId) ?? 0);
          if (interactionId > 0) measured.durations.set(interactionId, longest);
        }
      },
      observer: new PerformanceObserver((list) => measured.takeIn(list.getEntries())),
      asked: 0,
    };
    // Of shorter ones no browser tells.
    const init = { type: "event", durationThreshold: 16, buffered: true };
    measured.observer.observe(init);
    Object.assign(window, { measured });
  });
}

/**
 * What was measured since this was asked last, in milliseconds; 16 for those that are too short to be told of.
 */
export async function takeInteractions(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const { measured } = window as unknown as MeasuredWindow;
    // They are told of after the paint that they wait for.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
    measured.takeIn(measured.observer.takeRecords());
    const found = [...measured.durations.values()];
    measured.durations.clear();
    const { interactionCount } = performance as Performance & { interactionCount: number };
    const short = Math.max(0, interactionCount - measured.asked - found.length);
    measured.asked = interactionCount;
    return [...found, ...Array.from({ length: short }, () => 16)];
  });
}
