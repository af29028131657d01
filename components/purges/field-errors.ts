import { ApiError } from "@/lib/queries/api-client";

export interface PurgeFieldErrors {
  reason: string | null;
  ticket: string | null;
  confirmation: string | null;
  /** Of what was named; all of them, as the text of one field holds all targets. */
  selector: string | null;
  /** Of the headers that go with the named URLs, by their name in lower case; "" for all of them. */
  headers: Partial<Record<string, string>>;
  environment: string | null;
}

const joined = (messages: string[]) =>
  messages.length === 0 ? null : [...new Set(messages)].join("; ");

/** Everything that the server finds wrong with what was typed, in sentences. Empty: something else is wrong. */
export function problemsInWords(error: Error | null, targets: readonly string[]): string[] {
  if (!(error instanceof ApiError) || error.code !== "invalid_input") return [];
  const told = error.fields.map(({ path, message }) => {
    const [part = "", , index, , ...header] = path.split(".");
    if (header.length > 0) return `${header.join(".")} ${message}`;
    const target = targets[Number(index)];
    if (part === "selector") return target === undefined ? message : `${target}: ${message}`;
    return `${part} ${message}`;
  });
  return [...new Set(told)];
}

/** The server's words for each field of the form. Without any, all are null. */
export function fieldErrors(
  error: Error | null,
  targets: readonly string[] = [],
): PurgeFieldErrors {
  const fields = error instanceof ApiError ? error.fields : [];
  const of = (name: string) => fields.find((field) => field.path === name)?.message ?? null;
  // "selector.tags.3", "selector.files.3.headers.Origin"; header names may have dots.
  const named = fields.filter((field) => field.path.startsWith("selector"));
  const [ofHeaders, ofTargets] = [
    named.filter(({ path }) => path.includes(".headers")),
    named.filter(({ path }) => !path.includes(".headers")),
  ];
  return {
    reason: of("reason"),
    ticket: of("ticket"),
    confirmation: of("confirmation"),
    selector: joined(
      ofTargets.map(({ path, message }) => {
        const target = targets[Number(path.split(".")[2])];
        return target === undefined ? message : `${target}: ${message}`;
      }),
    ),
    headers: Object.fromEntries(
      ofHeaders.map(({ path, message }) => [
        path.split(".").slice(4).join(".").toLowerCase(),
        message,
      ]),
    ),
    environment: of("environment"),
  };
}
