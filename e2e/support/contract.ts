import type { APIRequestContext, APIResponse } from "@playwright/test";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { OpenApiDocument, OpenApiMethod, OpenApiOperation } from "@/lib/schemas/openapi";
import { expect } from "../fixtures";

/** One method of one address of the contract. */
export interface Operation extends OpenApiOperation {
  /** "GET /api/v1/purges/[purgeId]", as the role table has it. */
  name: string;
  method: string;
  path: string;
}

/** The contract as the console serves it, with a validator of its schemas. */
export class Contract {
  private readonly ajv: Ajv2020;
  readonly operations: Operation[];

  constructor(document: OpenApiDocument) {
    this.ajv = new Ajv2020({
      strict: false,
      allErrors: true,
      formats: {
        uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
        "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i,
        uri: (text: string) => URL.canParse(text),
      },
    });
    this.ajv.addSchema({ $id: "https://console.example/contract", ...document });
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
        name: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, "[$1]")}`,
      })),
    );
  }

  private problemsOf(value: unknown, parts: string[]): string | null {
    const pointer = parts.map((part) => encodeURIComponent(part.replaceAll("/", "~1"))).join("/");
    const validate = this.ajv.getSchema(`https://console.example/contract#/${pointer}`);
    if (validate === undefined) return `the contract has nothing at ${pointer}`;
    return validate(value) === true ? null : this.ajv.errorsText(validate.errors);
  }

  /** What the contract finds wrong with a body before it is sent; null: nothing. */
  bodyProblems({ path, method, requestBody }: Operation, body: unknown): string | null {
    if (requestBody === undefined) return null;
    const place = ["paths", path, method.toLowerCase() as OpenApiMethod, "requestBody", "content"];
    return this.problemsOf(body, [...place, "application/json", "schema"]);
  }

  /** Holds an answer to the contract: its status, its content type, its body, an error's code. */
  async expectAnswer({ name, path, method, responses }: Operation, answer: APIResponse) {
    const status = String(answer.status());
    const text = await answer.text();
    const promised = responses[status];
    expect(promised, `${name} answers ${status}, which it does not promise: ${text}`).toBeDefined();
    const type = (answer.headers()["content-type"] ?? "").split(";")[0] ?? "";
    expect(Object.keys(promised?.content ?? {}), `${name} ${status}`).toContain(type);
    // A stream of lines is no JSON.
    if (!/^application\/([^/]+\+)?json$/.test(type)) return;
    const body = JSON.parse(text) as { code?: string };
    const place = ["paths", path, method.toLowerCase(), "responses", status, "content", type];
    expect(this.problemsOf(body, [...place, "schema"]), `${name} ${status}: ${text}`).toBeNull();
    const codes: readonly string[] | undefined = promised?.["x-codes"];
    if (codes !== undefined) expect(codes, `${name} ${status}`).toContain(body.code);
  }
}

/** Reads the contract from the console. */
export async function readContract(http: APIRequestContext): Promise<Contract> {
  const answer = await http.get("/api/v1/openapi.json");
  expect(answer.status()).toBe(200);
  return new Contract((await answer.json()) as OpenApiDocument);
}
