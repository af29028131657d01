import * as z from "zod";
import type { ErrorCode } from "./errors";

/** A JSON Schema (draft 2020-12), as far as the contract uses it. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  examples?: unknown[];
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

export interface OpenApiParameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: JsonSchema;
}

interface Content {
  schema: JsonSchema;
  example?: unknown;
}

export interface OpenApiResponse {
  description: string;
  content: Record<string, Content>;
  /** Of an error: the codes that its body may have. */
  "x-codes"?: ErrorCode[];
}

export interface OpenApiOperation {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  /** Who may: roles by the permission that is needed, and verbs of a service token. */
  "x-roles": string[];
  "x-verbs": string[];
  parameters: OpenApiParameter[];
  requestBody?: { required: boolean; content: Record<string, Content> };
  responses: Record<string, OpenApiResponse>;
}

export type OpenApiMethod = "get" | "post" | "put" | "patch" | "delete";

/** The contract of /api/v1. */
export interface OpenApiDocument {
  openapi: "3.1.1";
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  paths: Record<string, Partial<Record<OpenApiMethod, OpenApiOperation>>>;
  components: {
    schemas: Record<string, JsonSchema>;
    securitySchemes: Record<string, Record<string, string>>;
  };
}

/** What GET /api/v1/openapi.json answers: its form is OpenAPI's own, https://spec.openapis.org/oas/v3.1.1. */
export const openApiDocument = z
  .looseObject({ openapi: z.literal("3.1.1"), paths: z.record(z.string(), z.unknown()) })
  .meta({ description: "An OpenAPI 3.1 document" });
