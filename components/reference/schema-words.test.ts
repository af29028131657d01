import { expect, test } from "vitest";
import { fieldsOf, kindOf, limitsOf } from "./schema-words";

test.each([
  [{ type: "string", minLength: 1, maxLength: 200 }, "text", "1 to 200 characters"],
  [{ type: "string", minLength: 0, maxLength: 300 }, "text", "at most 300 characters"],
  [{ type: "string", enum: ["purge", "invalidate"] }, "word", "one of purge, invalidate"],
  [
    { type: "integer", minimum: 1, maximum: 200, default: 50 },
    "whole number",
    "1 to 200 · 50 when absent",
  ],
  [{ type: "integer", minimum: -9007199254740991, maximum: 9007199254740991 }, "whole number", ""],
  [{ type: ["string", "null"] }, "text or null", ""],
  [{ anyOf: [{ $ref: "#/components/schemas/Purge" }, { type: "null" }] }, "Purge or null", ""],
  [
    { type: "array", minItems: 1, maxItems: 100, items: { type: "string", maxLength: 9 } },
    "list of text",
    "1 to 100 items · each at most 9 characters",
  ],
])("%j is said in words", (schema, kind, limits) => {
  expect([kindOf(schema), limitsOf(schema)]).toEqual([kind, limits]);
});

test("fields within fields are named by their path, named parts stay closed unless asked for", () => {
  const named = {
    Ref: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  };
  const schema = {
    type: "object",
    properties: {
      affected: { type: "object", properties: { tenantId: { type: "string" } } },
      list: { type: "array", items: { $ref: "#/components/schemas/Ref" } },
    },
    required: ["list"],
  };
  const names = (open: string[]) => fieldsOf(schema, named, open).map(({ name }) => name);
  expect(names([])).toEqual(["affected", "affected.tenantId", "list"]);
  expect(names(["Ref"])).toEqual(["affected", "affected.tenantId", "list", "list[].id"]);
  expect(fieldsOf(schema, named, []).at(-1)).toMatchObject({ required: true, kind: "list of Ref" });
});
