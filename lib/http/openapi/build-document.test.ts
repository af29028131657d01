import { readdirSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { routeModules } from "@/app/api/v1/openapi.json/route-modules";
import { contractOf, isRoute } from "@/lib/http/route";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { notFound } from "@/lib/http/not-found";
import type { OpenApiOperation } from "@/lib/schemas/openapi";
import { buildDocument } from "./build-document";

const root = path.resolve(import.meta.dirname, "../../../app/api/v1");
const self = "/api/v1/openapi.json";
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts")
  .map((file) => path.dirname(file).split(path.sep).join("/"))
  .filter((folder) => folder !== "[...unknown]")
  .sort();
const addressOf = (folder: string) =>
  `/api/v1/${folder.replace(/\[(\w+)\]/g, (_whole, name: string) => `{${name}}`)}`;

// eslint-disable-next-line no-restricted-syntax -- every route there is, found by walking the folder
const load = (folder: string) => import(path.join(root, folder, "route.ts")) as Promise<object>;

const own = await load("openapi.json");
const document = buildDocument({ ...routeModules, [self]: { ...own } });
const operations = Object.entries(document.paths).flatMap(([address, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, OpenApiOperation] => [
    `${method} ${address}`,
    operation,
  ]),
);

describe("the contract", () => {
  it("has every address that there is, and no other", () => {
    expect(files.length).toBeGreaterThan(10);
    expect(Object.keys(document.paths).sort()).toEqual(files.map(addressOf).sort());
  });

  it.each(files)("has every method of %s", async (folder) => {
    const exported = Object.entries(await load(folder)).filter(
      ([, handler]) => isRoute(handler) && handler !== methodNotAllowed && handler !== notFound,
    );
    expect(exported).not.toEqual([]);
    for (const [method, handler] of exported) {
      expect(contractOf(handler), `${method} declares no answer`).not.toBeNull();
      const methods = document.paths[addressOf(folder)] as Record<string, OpenApiOperation>;
      expect(methods[method.toLowerCase()]?.summary, `${method} has a summary`).toMatch(/^\S.+/);
    }
  });

  it("names each operation once", () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says where a parameter of the address is", () => {
    for (const [name, { parameters }] of operations) {
      const named = parameters.filter((one) => one.in === "path").map((one) => `{${one.name}}`);
      expect(name.match(/\{\w+\}/g) ?? [], name).toEqual(named);
    }
  });

  it("is a JSON Schema in each of its schemas, and gives examples that hold to them", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "https://console.example/contract", ...document });
    const pointer = (...parts: string[]) =>
      `https://console.example/contract#/${parts.map((part) => encodeURIComponent(part.replaceAll("/", "~1"))).join("/")}`;
    const names = Object.keys(document.components.schemas);
    for (const name of names) ajv.getSchema(pointer("components", "schemas", name));
    let bodies = 0;
    for (const [name, { requestBody }] of operations) {
      const [method = "", address = ""] = name.split(" ");
      for (const [type, { example }] of Object.entries(requestBody?.content ?? {})) {
        if (type !== "application/json") continue;
        const place = pointer("paths", address, method, "requestBody", "content", type, "schema");
        const validate = ajv.getSchema(place);
        expect(validate, place).toBeDefined();
        expect(validate?.(example), `${name}: ${JSON.stringify(validate?.errors)}`).toBe(true);
        bodies += 1;
      }
    }
    expect(names.length).toBeGreaterThan(10);
    expect(bodies).toBeGreaterThan(5);
  });

  it("refuses unknown fields in every body that it describes", () => {
    const text = JSON.stringify(operations.map(([, { requestBody }]) => requestBody));
    const open = text.match(/"type":"object"(?!.*?"additionalProperties")/);
    expect(open).toBeNull();
  });
});
