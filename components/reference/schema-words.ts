import type { JsonSchema } from "@/lib/schemas/openapi";

type Named = Record<string, JsonSchema>;

/** The name of a part that a schema refers to; null: it refers to none. */
function nameOf({ $ref }: JsonSchema): string | null {
  return $ref === undefined ? null : $ref.slice($ref.lastIndexOf("/") + 1);
}

/** What a schema refers to, or itself. */
export function resolved(schema: JsonSchema, named: Named): JsonSchema {
  const name = nameOf(schema);
  return name === null ? schema : (named[name] ?? {});
}

function range(least: number | undefined, most: number | undefined, what: string): string[] {
  // zod says "any safe integer" with these.
  const low = least === undefined || least <= Number.MIN_SAFE_INTEGER ? null : least;
  const high = most === undefined || most >= Number.MAX_SAFE_INTEGER ? null : most;
  const unit = what === "" ? "" : ` ${what}`;
  if (low !== null && low > 0 && high !== null) return [`${low} to ${high}${unit}`];
  if (high !== null)
    return [`${low === null || what !== "" ? "at most" : `${low} to`} ${high}${unit}`];
  return low !== null && (low > 0 || what === "") ? [`at least ${low}${unit}`] : [];
}

/** What kind of value it is: "text", "list of Purge", "whole number or null". */
export function kindOf(schema: JsonSchema): string {
  const name = nameOf(schema);
  if (name !== null) return name;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(kindOf))].join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const kinds = [schema.type ?? "anything"].flat().map((type) => {
    if (type === "string") {
      if (schema.enum !== undefined) return "word";
      return { "date-time": "time", uuid: "UUID", uri: "URL" }[schema.format ?? ""] ?? "text";
    }
    if (type === "integer") return "whole number";
    if (type === "boolean") return "true or false";
    if (type === "array") return `list of ${kindOf(schema.items ?? {})}`;
    return type;
  });
  return kinds.join(" or ");
}

/** Its limits in words: "1 to 200 characters", "one of purge, invalidate", "50 when absent". */
export function limitsOf(schema: JsonSchema): string {
  const items = schema.items === undefined ? "" : limitsOf(schema.items);
  const parts = [
    ...(schema.enum === undefined ? [] : [`one of ${schema.enum.map(String).join(", ")}`]),
    ...range(schema.minLength, schema.maxLength, "characters"),
    ...range(schema.minimum, schema.maximum, ""),
    ...range(schema.minItems, schema.maxItems, "items"),
    ...range(schema.minProperties, schema.maxProperties, "fields"),
    ...(items === "" ? [] : [`each ${items}`]),
    ...(schema.default === undefined ? [] : [`${JSON.stringify(schema.default)} when absent`]),
  ];
  return parts.join(" · ").replace(/^1 to 1 fields/, "exactly one field");
}

export interface Field {
  name: string;
  kind: string;
  limits: string;
  required: boolean;
}

const mostDepth = 4;

/** The fields of an object, those of objects within it behind their path: "affected.tenantId". */
export function fieldsOf(
  schema: JsonSchema,
  named: Named,
  open: readonly string[],
  depth = 0,
): Field[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, one]): Field[] => {
    const field = {
      name,
      kind: kindOf(one),
      limits: limitsOf(one),
      required: required.includes(name),
    };
    const inner = one.type === "array" ? (one.items ?? {}) : one;
    const part = nameOf(inner);
    // A named part has a place of its own on the page, unless it is asked for here.
    if ((part !== null && !open.includes(part)) || depth >= mostDepth) return [field];
    const suffix = one.type === "array" ? "[]" : "";
    const below = fieldsOf(resolved(inner, named), named, open, depth + 1);
    return [field, ...below.map((sub) => ({ ...sub, name: `${name}${suffix}.${sub.name}` }))];
  });
}
