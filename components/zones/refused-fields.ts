import { type RefObject, useEffect } from "react";
import { ApiError } from "@/lib/queries/api-client";

/** What the server says of a field and of what is below it; null: nothing. */
export function errorsBelow(error: Error | null, path: string): string | null {
  if (!(error instanceof ApiError)) return null;
  const own = error.fields.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
  const words = own.map((one) => {
    const line = /\.(\d+)/.exec(one.path.slice(path.length))?.[1];
    return line === undefined ? one.message : `Line ${Number(line) + 1}: ${one.message}`;
  });
  return words.length === 0 ? null : words.join("; ");
}

/** Once what is wrong is drawn, the focus goes to the first field that has it. */
export function useFocusFirstError(
  form: RefObject<HTMLFormElement | null>,
  error: Error | null,
): void {
  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form, error]);
}
