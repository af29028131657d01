import type { JsonSchema } from "@/lib/schemas/openapi";
import type { NamedSchemas } from "./json-schema";

const formats: Record<string, string> = {
  uuid: "0197f1c2-8c5e-7b1a-9d3e-3f6a2b9c4d5e",
  "date-time": "2026-03-01T12:00:00Z",
};

function exampleText({ format, minLength = 0, maxLength = Infinity }: JsonSchema): string {
  const known = format === undefined ? undefined : formats[format];
  return known ?? "text".padEnd(minLength, "x").slice(0, maxLength);
}

function exampleObject(schema: JsonSchema, named: NamedSchemas): Record<string, unknown> {
  const { properties = {}, required = [], minProperties = 0 } = schema;
  const names = Object.keys(properties);
  const shown = names.filter((name) => required.includes(name));
  const chosen = shown.length > 0 ? shown : names.slice(0, minProperties);
  return Object.fromEntries(chosen.map((name) => [name, exampleOf(properties[name] ?? {}, named)]));
}

/** Something that a schema takes: its first example, or the least that it asks for. */
export function exampleOf(schema: JsonSchema, named: NamedSchemas): unknown {
  const first = schema.examples?.[0] ?? schema.const ?? schema.enum?.[0];
  if (first !== undefined) return first;
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    return exampleOf(named[name] ?? {}, named);
  }
  const [one] = schema.anyOf ?? schema.oneOf ?? [];
  if (one !== undefined) return exampleOf(one, named);
  const type = [schema.type ?? "null"].flat().at(0) ?? "null";
  switch (type) {
    case "object":
      return exampleObject(schema, named);
    case "array": {
      const least = Math.max(schema.minItems ?? 0, schema.maxItems === 0 ? 0 : 1);
      return Array.from({ length: least }, () => exampleOf(schema.items ?? {}, named));
    }
    case "string":
      return exampleText(schema);
    case "integer":
    case "number":
      return schema.minimum !== undefined && schema.minimum > -1e9 ? schema.minimum : 1;
    case "boolean":
      return false;
    default:
      return null;
  }
}
