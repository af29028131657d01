import { queryOptions } from "@tanstack/react-query";
import type { Retention } from "@/lib/schemas/retention";
import { apiGet } from "./api-client";

/** How long what is kept, and what was removed last. */
export function retentionQuery() {
  return queryOptions({
    queryKey: ["retention"] as const,
    queryFn: ({ signal }) => apiGet<Retention>("/retention", {}, { signal }),
  });
}
