/** Text that is already HTML. Only the template below makes it, from literals and escaped values. */
export class Markup {
  constructor(readonly text: string) {}
}

export type MarkupValue = string | number | Markup | readonly Markup[];

/** HTML from a template literal: every value that is not Markup is escaped. */
export function html(parts: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  const text = parts.reduce((before, part, at) => {
    const value = values[at - 1];
    return before + (value === undefined ? "" : render(value)) + part;
  });
  return new Markup(text);
}

function render(value: MarkupValue): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "string" || typeof value === "number") return escapeText(String(value));
  return value.map((item) => item.text).join("");
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}
