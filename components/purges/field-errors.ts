import { ApiError } from "@/lib/queries/api-client";

export interface PurgeFieldErrors {
  reason: string | null;
  ticket: string | null;
  confirmation: string | null;
  /** Of what was named; all of them, as the text of one field holds all targets. */
  selector: string | null;
}

/** The server's words for each field of the form. Without any, all are null. */
export function fieldErrors(
  error: Error | null,
  targets: readonly string[] = [],
): PurgeFieldErrors {
  const fields = error instanceof ApiError ? error.fields : [];
  const of = (name: string) => fields.find((field) => field.path === name)?.message ?? null;
  const named = fields
    .filter((field) => field.path.startsWith("selector"))
    .map(({ path, message }) => {
      const target = targets[Number(path.split(".").at(-1))];
      return target === undefined ? message : `${target}: ${message}`;
    });
  return {
    reason: of("reason"),
    ticket: of("ticket"),
    confirmation: of("confirmation"),
    selector: named.length === 0 ? null : [...new Set(named)].join("; "),
  };
}
