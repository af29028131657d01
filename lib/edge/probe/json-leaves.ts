import { createHash } from "node:crypto";
import type { JsonLeaves } from "./probe-request";

/** The most values of one answer that are kept, and how much of each, in characters. */
const mostLeaves = 500;
const mostText = 100;
/** Nested deeper than this, a value is named and not looked into. */
const mostDepth = 32;

/** A key as part of a pointer. What PostgreSQL cannot store (NUL, half a surrogate pair) is escaped. */
function partOf(key: string): string {
  const text = JSON.stringify(key).slice(1, -1);
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A value in text; a long one is cut, and ends in a digest of all of it so that changes still show. */
function textOf(value: unknown): string {
  const text = JSON.stringify(value);
  if (text.length <= mostText) return text;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
  // Cutting must not leave half a character, which PostgreSQL refuses.
  return `${text.slice(0, mostText).replace(/[\ud800-\udbff]$/, "")}… (${digest})`;
}

/** A JSON value as pointers and texts, in document order, at most 500 of them. */
export function jsonLeaves(json: unknown): JsonLeaves {
  const values: Record<string, string> = {};
  let [kept, more] = [0, 0];
  const waiting: { pointer: string; value: unknown; depth: number }[] = [
    { pointer: "", value: json, depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { pointer, value, depth } = next;
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    if (entries.length > 0 && depth < mostDepth) {
      for (const [key, inner] of entries.reverse()) {
        waiting.push({ pointer: `${pointer}/${partOf(key)}`, value: inner, depth: depth + 1 });
      }
    } else if (kept < mostLeaves) {
      values[pointer] = entries.length > 0 ? "…" : textOf(value);
      kept += 1;
    } else {
      more += 1;
    }
  }
  return { values, more };
}
