import { ApiError } from "@/lib/queries/api-client";
import type { TokenRequest } from "@/lib/schemas/tokens";
import type { SelectorKind, TokenVerb, TriggerSource } from "@/lib/schemas/words";

/** What is typed and chosen, as it stands in the form. */
export interface TokenForm {
  name: string;
  service: string;
  verbs: readonly TokenVerb[];
  /** One a line, or with commas. */
  zones: string;
  tenants: string;
  selectorKinds: readonly SelectorKind[];
  source: TriggerSource;
  expiresInDays: number;
}

export const emptyForm: TokenForm = {
  name: "",
  service: "",
  verbs: ["purge", "read"],
  zones: "",
  tenants: "",
  selectorKinds: ["tags", "files"],
  source: "app",
  expiresInDays: 90,
};

export const expiryChoices = [7, 30, 90, 180, 365, 730] as const;

/** The items of a text: one a line, or with commas. */
function itemsOf(text: string): string[] {
  return [...new Set(text.split(/[\n,]/).map((one) => one.trim()))].filter((one) => one !== "");
}

export function toRequest({ zones, tenants, ...form }: TokenForm): TokenRequest {
  return {
    ...form,
    verbs: [...form.verbs],
    selectorKinds: [...form.selectorKinds],
    zones: itemsOf(zones),
    tenants: itemsOf(tenants),
  };
}

/** The server's words for each field; those of single zones and tenants together. Empty: something else is wrong. */
export function formErrors(error: Error | null): Partial<Record<keyof TokenForm, string>> {
  if (!(error instanceof ApiError)) return {};
  const errors: Partial<Record<string, string>> = {};
  for (const { path, message } of error.fields) {
    const field = path.split(".")[0] ?? "";
    errors[field] = [errors[field], message].filter((one) => one !== undefined).join("; ");
  }
  return errors;
}

/** Adds an item to a choice of several, or takes it away. */
export function withChoice<T>(all: readonly T[], one: T, chosen: boolean): T[] {
  const others = all.filter((other) => other !== one);
  return chosen ? [...others, one] : others;
}
