import type { OriginEvidence } from "./evidence";

/**
 * What the origin's own answers say of the content that the edge serves. agrees: it delivers the same. moved_on: it
 * did, and delivers other content since. differs: it delivers other content. unsettled: its newest answer is another
 * one, and it has said so once. silent: it was not asked, did not answer, or answers differently each time.
 */
export type OriginWord = "agrees" | "moved_on" | "differs" | "unsettled" | "silent";

/** So many answers in a row that all differ are of a page that always changes: they say nothing. */
const alwaysChanging = 4;

/**
 * What the origin says of a content. Its word counts when it says it twice in a row, or when the edge serves the
 * same: neither comes by chance, while one answer alone may be of a page that always changes.
 *
 * @param answers those of one variant, oldest first
 * @param content the fingerprint that the edge serves now
 */
export function originWord(answers: readonly OriginEvidence[], content: string | null): OriginWord {
  const said = answers.map(({ fingerprint }) => fingerprint);
  const newest = said.at(-1);
  if (newest === undefined || content === null) return "silent";
  if (newest === content) return "agrees";
  if (said.at(-2) === newest) return said.includes(content) ? "moved_on" : "differs";
  const last = said.slice(-alwaysChanging);
  if (last.length === alwaysChanging && new Set(last).size === alwaysChanging) return "silent";
  return "unsettled";
}

/** Whether the page carries one of these tags by the origin's newest answer; null: it does not say. */
export function carriesTag(
  answers: readonly OriginEvidence[],
  tags: readonly string[],
): boolean | null {
  const own = answers.at(-1)?.tags ?? [];
  if (own.length === 0 || tags.length === 0) return null;
  return tags.some((tag) => own.includes(tag));
}
