import type * as z from "zod";
import { ignored, nothing } from "@/lib/http/read-request";
import type { RouteContract } from "@/lib/http/route";
import type {
  JsonSchema,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
} from "@/lib/schemas/openapi";
import { rolesWith, verbsWith } from "@/lib/schemas/permissions";
import { problem } from "@/lib/schemas/problem";
import { exampleOf } from "./example-of";
import { jsonSchema, type NamedSchemas } from "./json-schema";
import { possibleErrors } from "./possible-errors";

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** GET /api/v1/tenants/{tenantId}/controls: getTenantsByTenantIdControls. */
function operationId(method: string, path: string): string {
  const words = path
    .replace("/api/v1/", "")
    .split(/[/\-.]/)
    .map((part) => (part.startsWith("{") ? `By${capital(part.slice(1, -1))}` : capital(part)));
  return method.toLowerCase() + words.join("");
}

function parametersOf(
  place: "path" | "query",
  schema: z.ZodType,
  named: NamedSchemas,
): OpenApiParameter[] {
  const { properties = {}, required = [] } = jsonSchema(schema, "input", named);
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: one,
  }));
}

function headersOf({ headers = {} }: RouteContract, named: NamedSchemas): OpenApiParameter[] {
  return Object.entries(headers).map(([name, schema]) => ({
    name,
    in: "header",
    required: !schema.safeParse(undefined).success,
    schema: jsonSchema(schema, "input", named),
  }));
}

function bodyOf(method: string, { body, described }: RouteContract, named: NamedSchemas) {
  if (method === "GET" || body === ignored || (method === "DELETE" && body === nothing)) return {};
  const schema = jsonSchema(described?.body ?? body, "input", named);
  const others = (described?.types ?? []).map((type) => [type, { schema: { type: "string" } }]);
  const content = {
    "application/json": { schema, example: exampleOf(schema, named) },
    ...(Object.fromEntries(others) as Record<string, { schema: JsonSchema }>),
  };
  return { requestBody: { required: true, content } };
}

function answerOf({ answer, streams }: RouteContract, named: NamedSchemas) {
  if (streams === undefined) {
    return { "application/json": { schema: jsonSchema(answer, "output", named) } };
  }
  return Object.fromEntries(
    Object.entries(streams).map(([type, holds]) => [
      type,
      { schema: { type: "string", description: holds } },
    ]),
  );
}

function responsesOf(method: string, spec: RouteContract, named: NamedSchemas) {
  const refused = jsonSchema(problem, "output", named);
  const success: OpenApiResponse = {
    description: "Done",
    content: answerOf(spec, named),
  };
  const errors = possibleErrors(method, spec).map(([status, codes]): [string, OpenApiResponse] => [
    String(status),
    {
      description: codes.join(", "),
      content: { "application/problem+json": { schema: refused } },
      "x-codes": codes,
    },
  ]);
  return { [String(spec.status ?? 200)]: success, ...Object.fromEntries(errors) };
}

/** One method of one address, as the contract tells of it. */
export function describeOperation(
  method: string,
  path: string,
  spec: RouteContract,
  named: NamedSchemas,
): OpenApiOperation {
  const [resource = ""] = path.replace("/api/v1/", "").split("/");
  const tokens = spec.tokens === true;
  const roles = [...rolesWith(spec.access)];
  return {
    operationId: operationId(method, path),
    summary: spec.summary,
    tags: [resource],
    security: [
      ...(roles.length > 0 ? [{ session: [] }] : []),
      ...(tokens ? [{ serviceToken: [] }] : []),
    ],
    "x-roles": roles,
    "x-verbs": tokens ? verbsWith(spec.access) : [],
    parameters: [
      ...parametersOf("path", spec.params, named),
      ...parametersOf("query", spec.query, named),
      ...headersOf(spec, named),
    ],
    ...bodyOf(method, spec, named),
    responses: responsesOf(method, spec, named),
  };
}
