/** The only source of time: tests set it, so that none has to sleep. */
let offsetMs = 0;
let frozenAt: number | null = null;

/** The current time. */
export function now(): Date {
  return new Date((frozenAt ?? Date.now()) + offsetMs);
}

/** A time `ms` milliseconds after `from` (negative: before). */
export function addMs(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}

/** Stops the clock at a time, in tests. `null` lets it run again. */
export function freezeClock(at: Date | null): void {
  frozenAt = at === null ? null : at.getTime();
  offsetMs = 0;
}

/** Moves the clock, in tests. */
export function advanceClock(ms: number): void {
  offsetMs += ms;
}
