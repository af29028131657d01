import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { SearchResult } from "@/lib/schemas/overview";
import { apiGet } from "./api-client";

const searchKeys = {
  all: ["search"] as const,
  text: (q: string) => [...searchKeys.all, q] as const,
};

/** Tenants and purges that one text names. Asks nothing while the text is empty. */
export function searchQuery(q: string) {
  return queryOptions({
    queryKey: searchKeys.text(q),
    queryFn: ({ signal }) => apiGet<SearchResult>("/search", { q }, { signal }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
}
