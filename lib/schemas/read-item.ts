import type * as z from "zod";
import type { InvalidField } from "./errors";

/** What is wrong with a field, by its path; `part` names what was parsed where the fault is all of it. */
export function fieldsOf(issue: z.core.$ZodIssue, part: string): InvalidField[] {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const prefix = path === "" ? "" : `${path}.`;
    return issue.keys.map((key) => ({ path: prefix + key, message: "is not a known field" }));
  }
  // Only zod's own words begin like this: a schema's message stands as it is.
  const standard = issue.code === "invalid_type" && issue.message.startsWith("Invalid input");
  if (!standard) return [{ path: path === "" ? part : path, message: issue.message }];
  const missing = issue.message.endsWith("received undefined");
  return [
    {
      path: path === "" ? part : path,
      message: missing ? "is required" : `must be of type ${issue.expected}`,
    },
  ];
}

/** An item of a batch as its schema takes it, or each field that is wrong. */
export function readItem<T extends z.ZodType>(
  schema: T,
  value: unknown,
): { data: z.output<T> } | { errors: InvalidField[] } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { data: parsed.data };
  return { errors: parsed.error.issues.flatMap((issue) => fieldsOf(issue, "item")) };
}
