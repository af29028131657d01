import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ControlSuggestions, TenantDetail, TenantList } from "@/lib/schemas/tenants";
import { apiGet } from "./api-client";

export const tenantKeys = {
  all: ["tenants"] as const,
  lists: () => [...tenantKeys.all, "list"] as const,
  list: (q: string) => [...tenantKeys.lists(), q] as const,
  details: () => [...tenantKeys.all, "detail"] as const,
  detail: (id: string) => [...tenantKeys.details(), id] as const,
  controls: (id: string, path: string) => [...tenantKeys.all, "controls", id, path] as const,
};

/** Tenants that match what is typed, page by page. The rows before stay while new ones are sought. */
export function tenantListQuery(q: string, limit = 50) {
  return infiniteQueryOptions({
    queryKey: [...tenantKeys.list(q), limit] as const,
    queryFn: ({ pageParam, signal }) =>
      apiGet<TenantList>("/tenants", { q, limit, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** One tenant with its pages, tag plan and counts. */
export function tenantQuery(id: string) {
  return queryOptions({
    queryKey: tenantKeys.detail(id),
    queryFn: ({ signal }) =>
      apiGet<TenantDetail>(`/tenants/${encodeURIComponent(id)}`, {}, { signal }),
    // Whoever comes back from a purge or a comparison has just changed what stands there.
    staleTime: 0,
  });
}

/** Tenants that could be the control of this one for a page, best first. */
export function controlsQuery(id: string, path: string) {
  return queryOptions({
    queryKey: tenantKeys.controls(id, path),
    queryFn: ({ signal }) =>
      apiGet<ControlSuggestions>(
        `/tenants/${encodeURIComponent(id)}/controls`,
        { path },
        { signal },
      ),
  });
}
