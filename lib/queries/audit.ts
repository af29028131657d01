import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { AuditList } from "@/lib/schemas/audit";
import { apiGet } from "./api-client";

/** What the audit list is narrowed to. Times are ISO 8601. */
export interface AuditFilters {
  actor?: string;
  action?: string;
  outcome?: "done" | "refused";
  tenant?: string;
  from?: string;
  to?: string;
}

export const auditKeys = {
  all: ["audit"] as const,
  lists: () => [...auditKeys.all, "list"] as const,
  list: (filters: AuditFilters) => [...auditKeys.lists(), filters] as const,
};

/** Who did what when, newest first, page by page. */
export function auditQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: auditKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      apiGet<AuditList>("/audit", { ...filters, cursor: pageParam, limit: 50 }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
}
