import type { ScopeClass } from "./words";

interface Line {
  pattern: string;
  scope: ScopeClass;
}

/** An object's or a tenant's tag is purged by one person alone; a shared one, and one in no line, is not. */
const isNarrow = ({ scope }: Line) => scope === "object" || scope === "tenant";

/** What stands before the first placeholder, and behind the last, without case. */
function ends({ pattern }: Line): { first: string; last: string } {
  const text = pattern.toLowerCase();
  return {
    first: text.split("{", 1)[0] ?? "",
    last: text.slice(text.lastIndexOf("}") + 1),
  };
}

/** Whether a tag may be of both lines, as far as their fixed beginnings and ends tell: rather yes than no. */
function mayShareTag(one: Line, other: Line): boolean {
  const [a, b] = [ends(one), ends(other)];
  const begin = a.first.startsWith(b.first) || b.first.startsWith(a.first);
  return begin && (a.last.endsWith(b.last) || b.last.endsWith(a.last));
}

/**
 * The lines by which a change of a tag plan lets more through than before: one that is an object's or a tenant's and
 * was not so before (a tag in no line counts as shared), and one that went, where a line of an object or a tenant may
 * take its tags over. Lines are compared by their pattern, letter by letter; in doubt it is one.
 *
 * @returns their patterns
 */
export function loosenedLines(before: readonly Line[], after: readonly Line[]): string[] {
  const was = new Map(before.map((line) => [line.pattern, line.scope]));
  const is = new Set(after.map(({ pattern }) => pattern));
  const narrow = after.filter(isNarrow);
  const made = narrow.filter(({ pattern, scope }) => was.get(pattern) !== scope);
  const gone = before.filter(
    (line) => !is.has(line.pattern) && narrow.some((other) => mayShareTag(line, other)),
  );
  return [...made, ...gone].map(({ pattern }) => pattern);
}
