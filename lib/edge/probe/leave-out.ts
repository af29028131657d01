import type { LeaveOutRule } from "@/lib/schemas/page-setup";

type Between = Extract<LeaveOutRule, { begin: string }>;

/** The body without what stands between two texts, each time it does. The texts themselves stay. */
function withoutBetween(body: Buffer, { begin, end }: Between): Buffer {
  const [opening, closing] = [Buffer.from(begin), Buffer.from(end)];
  const kept: Buffer[] = [];
  let at = 0;
  for (;;) {
    const found = body.indexOf(opening, at);
    const from = found + opening.length;
    const to = found === -1 ? -1 : body.indexOf(closing, from);
    if (to === -1) break;
    kept.push(body.subarray(at, from));
    at = to;
  }
  return kept.length === 0 ? body : Buffer.concat([...kept, body.subarray(at)]);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Removes what is at a pointer from a parsed JSON value, in place. */
function removeAt(value: unknown, [part, ...rest]: string[]): void {
  if (!isObject(value) || part === undefined) return;
  const keys = part === "*" ? Object.keys(value) : Object.hasOwn(value, part) ? [part] : [];
  for (const key of keys) {
    if (rest.length > 0) removeAt(value[key], rest);
    // An array keeps its places: the others' pointers stay what they are.
    else if (Array.isArray(value)) value[Number(key)] = null;
    else Reflect.deleteProperty(value, key);
  }
}

const unescaped = (part: string) => part.replaceAll("~1", "/").replaceAll("~0", "~");

/** The pointer's parts (RFC 6901). */
function partsOf(pointer: string): string[] {
  return pointer.split("/").slice(1).map(unescaped);
}

/**
 * What of a body counts as its content.
 *
 * @returns the bytes to take the fingerprint of, and the JSON value without what is left out; undefined: no JSON
 */
export function leaveOut(
  body: Buffer,
  isJson: boolean,
  rules: LeaveOutRule[],
): { content: Buffer; json: unknown } {
  const content = rules.reduce(
    (rest, rule) => ("begin" in rule ? withoutBetween(rest, rule) : rest),
    body,
  );
  if (!isJson) return { content, json: undefined };
  try {
    const json: unknown = JSON.parse(content.toString("utf8"));
    const pointers = rules.flatMap((rule) => ("pointer" in rule ? [partsOf(rule.pointer)] : []));
    if (pointers.length === 0) return { content, json };
    for (const parts of pointers) removeAt(json, parts);
    return { content: Buffer.from(JSON.stringify(json)), json };
  } catch {
    // It says that it is JSON, and is not, or is nested without end: its bytes are its content.
    return { content, json: undefined };
  }
}
