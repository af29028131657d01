import type { JsonLeaves } from "@/lib/edge/probe/probe-request";
import type { JsonDifference } from "@/lib/schemas/comparisons";

/** The most paths that a difference lists. */
const mostListed = 50;

/** What is another in the second JSON answer than in the first: paths added, removed, changed. */
export function compareJson(first: JsonLeaves, second: JsonLeaves): JsonDifference {
  const [before, after] = [first.values, second.values];
  const all: JsonDifference["changes"] = [];
  for (const [path, value] of Object.entries(before)) {
    const now = Object.hasOwn(after, path) ? (after[path] ?? null) : null;
    if (now !== value) all.push({ path, before: value, after: now });
  }
  for (const [path, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, path)) all.push({ path, before: null, after: value });
  }
  return {
    changes: all.slice(0, mostListed),
    more: Math.max(0, all.length - mostListed),
    // Of a large answer only the first values are kept.
    notCompared: Math.max(first.more, second.more),
  };
}
