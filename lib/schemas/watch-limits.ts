// No zod in here: the browser loads this file.

/** How many pages one watch may have. */
export const mostWatched = 12;
/** How many pages of one zone all watches together may have. */
export const mostWatchedInZone = 36;
/** The time from one round to the next, in seconds. */
export const roundSeconds = 5;
export const roundEveryMs = roundSeconds * 1_000;
/** How long a watch goes on unless it is said, and the longest, in minutes. */
export const watchMinutes = 10;
export const mostMinutes = 15;
