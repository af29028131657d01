import { queryOptions } from "@tanstack/react-query";
import type { OpenApiDocument } from "@/lib/schemas/openapi";
import { apiGet } from "./api-client";

/** The contract of the API. It changes with a new version of the console only. */
export function referenceQuery() {
  return queryOptions({
    queryKey: ["reference"] as const,
    queryFn: ({ signal }) => apiGet<OpenApiDocument>("/openapi.json", {}, { signal }),
    staleTime: Infinity,
  });
}
