import type { PurgePolicy } from "./purge-policy";

/** A part of the policy by its path ("tiers.shared.secondPerson"), before and after. */
export interface ChangedPart {
  part: string;
  before: unknown;
  after: unknown;
}

/** Lists are one part each: which role was added is seen best beside the others. */
function parts(value: unknown, at: string): [string, unknown][] {
  const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isGroup) return [[at, value]];
  return Object.entries(value).flatMap(([name, one]) =>
    parts(one, at === "" ? name : `${at}.${name}`),
  );
}

/** What differs between two policies, part by part, in the order of their paths. */
export function changedParts(before: PurgePolicy, after: PurgePolicy): ChangedPart[] {
  const was = new Map(parts(before, ""));
  const is = new Map(parts(after, ""));
  const paths = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  return paths
    .map((part) => ({ part, before: was.get(part) ?? null, after: is.get(part) ?? null }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}
