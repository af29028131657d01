/** The current time of this process. What processes share goes by the database's clock instead. */
export function now(): Date {
  return new Date();
}

/** A time `ms` milliseconds after `from` (negative: before). */
export function addMs(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
