import { contractOf } from "@/lib/http/route";
import type { OpenApiDocument, OpenApiMethod } from "@/lib/schemas/openapi";
import { describeOperation } from "./describe-operation";
import type { NamedSchemas } from "./json-schema";

/** Route modules by their address: "/api/v1/purges/{purgeId}". */
export type RouteModules = Record<string, Record<string, unknown>>;

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const description = `What the console's screens and a team's own services use. A person's request bears the
session cookie, a service's its token as a bearer token. Bodies are JSON and unknown fields are refused. Every error
is problem+json (RFC 9457) with a code, the fields that are wrong, and a request id that the log has too. An
operation that needs an Idempotency-Key does once what is asked twice with the same key and the same body.`;

const securitySchemes = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "next-auth.session-token",
    description:
      "A signed-in person. Over https the cookie is __Host-next-auth.session-token. Whatever changes something also has to name the console's own origin, by Origin.",
  },
  serviceToken: {
    type: "http",
    scheme: "bearer",
    description: "A service token, made by an admin; shown once.",
  },
};

/** The contract (OpenAPI 3.1), made from the schemas that the routes hold requests to. */
export function buildDocument(modules: RouteModules): OpenApiDocument {
  const schemas: NamedSchemas = {};
  const paths = Object.entries(modules).map(([path, exported]) => {
    const operations = methods.flatMap((method) => {
      const spec = contractOf(exported[method]);
      if (spec === null) return [];
      const name = method.toLowerCase() as OpenApiMethod;
      return [[name, describeOperation(method, path, spec, schemas)] as const];
    });
    return [path, Object.fromEntries(operations)] as const;
  });
  return {
    openapi: "3.1.1",
    info: {
      title: "Purge Console",
      version: "1.0.0",
      description: description.replace(/\n/g, " "),
    },
    servers: [{ url: "/" }],
    paths: Object.fromEntries(paths),
    components: { schemas, securitySchemes },
  };
}
