import type * as z from "zod";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { buildDocument, type RouteModules } from "@/lib/http/openapi/build-document";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { openApiDocument } from "@/lib/schemas/openapi";
import { routeModules } from "./route-modules";

function contract() {
  const modules: RouteModules = { ...routeModules, "/api/v1/openapi.json": { GET } };
  return { ...buildDocument(modules) };
}

export const GET = route({
  summary: "This contract, as OpenAPI 3.1",
  answer: openApiDocument,
  tokens: true,
  access: "contract.read",
  params: nothing,
  query: nothing,
  body: nothing,
  // Said aloud, since it is about this route too.
  handler: (): Promise<z.output<typeof openApiDocument>> => Promise.resolve(contract()),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
