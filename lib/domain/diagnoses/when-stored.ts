import type { EdgeAnswer } from "./stale-evidence";

/** Between which times a copy was stored. */
export interface Stored {
  earliest: Date;
  latest: Date;
}

/** How much the Ages of one copy may disagree, in milliseconds: they are counted on several machines. */
const slackMs = 250;

/**
 * When the copy behind these answers was stored. Age counts whole seconds, so each answer leaves a second of
 * doubt; several answers of one copy narrow it down.
 *
 * @param answers of one data centre and one content, at least one
 * @returns null when one has no Age, or when they are not of one copy
 */
export function whenStored(answers: readonly EdgeAnswer[]): Stored | null {
  let earliest = -Infinity;
  let latest = Infinity;
  for (const { startedAt, ttfbMs, age } of answers) {
    if (age === null) return null;
    earliest = Math.max(earliest, startedAt.getTime() - (age + 1) * 1_000);
    latest = Math.min(latest, startedAt.getTime() + (ttfbMs ?? 0) - age * 1_000);
  }
  if (!Number.isFinite(earliest) || latest + slackMs < earliest) return null;
  return { earliest: new Date(earliest), latest: new Date(Math.max(earliest, latest)) };
}
