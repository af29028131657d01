import type { AuditEntry } from "@/lib/schemas/audit";

type Recorded = Record<string, unknown>;

/** JSON of an entry as an object; what is none becomes one without parts. */
function read(text: string | null): Recorded {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Recorded) : {};
  } catch {
    return {};
  }
}

function inWords(value: unknown): string {
  if (value === undefined || value === null || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(inWords).join(", ");
  return Object.entries(value as Recorded)
    .filter(([, part]) => part !== null && part !== "" && JSON.stringify(part) !== "[]")
    .map(([name, part]) => `${name} ${inWords(part)}`)
    .join(", ");
}

/** What differs between before and after of an entry, part by part, in words. */
export function recordedChanges({
  before,
  after,
}: Pick<AuditEntry, "before" | "after">): { part: string; before: string; after: string }[] {
  const [was, is] = [read(before), read(after)];
  const parts = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return (
    parts
      .filter((part) => JSON.stringify(was[part]) !== JSON.stringify(is[part]))
      .map((part) => ({ part, before: inWords(was[part]), after: inWords(is[part]) }))
      // A part that was not there and is there empty has not changed for whoever reads it.
      .filter((one) => one.before !== one.after)
  );
}
