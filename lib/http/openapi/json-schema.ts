import * as z from "zod";
import type { JsonSchema } from "@/lib/schemas/openapi";

import { schemaNames } from "./schema-names";

const parts = "#/components/schemas/";

/** Named parts of the contract's schemas, gathered while it is made. */
export type NamedSchemas = Record<string, JsonSchema>;

const besideTheSchema = new Set(["$schema", "$defs", "~standard"]);

function withoutDraft(schema: object): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !besideTheSchema.has(key)));
}

/** References to a part beside the schema become references to the contract's parts. */
function moveReferences(schema: unknown, suffix: string): unknown {
  if (Array.isArray(schema)) return schema.map((one) => moveReferences(one, suffix));
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === "$ref" && typeof value === "string"
        ? [key, `${value.replace("#/$defs/", parts)}${suffix}`]
        : [key, moveReferences(value, suffix)],
    ),
  );
}

/**
 * A zod schema as JSON Schema: what may be sent (input), or what is answered (output). Parts that have an id
 * go into `named`; what is sent may differ from what is answered (a default), so its parts are named apart.
 */
export function jsonSchema(
  schema: z.ZodType,
  io: "input" | "output",
  named: NamedSchemas,
): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    // What JSON Schema has no word for is checked by the route all the same; its meta() describes it.
    unrepresentable: "any",
    metadata: schemaNames,
    override: ({ zodSchema, jsonSchema: one }) => {
      Object.assign(one, z.globalRegistry.get(zodSchema));
      // zod's patterns for formats say in 300 characters what the format says in one word.
      if (one.format !== undefined) delete one.pattern;
      delete one.id;
    },
  });
  const suffix = io === "input" ? "Request" : "";
  const { $defs = {} } = made;
  for (const [name, part] of Object.entries($defs)) {
    named[`${name}${suffix}`] = moveReferences(withoutDraft(part), suffix) as JsonSchema;
  }
  return moveReferences(withoutDraft(made), suffix) as JsonSchema;
}
