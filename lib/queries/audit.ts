import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { AuditList } from "@/lib/schemas/audit";
import { apiGet, type QueryValue } from "./api-client";
import { periodStart, type PurgePeriod } from "./purges";

/** What the audit list is narrowed to. Times are ISO 8601. */
export interface AuditFilters {
  actor?: string;
  action?: string;
  outcome?: "done" | "refused";
  tenant?: string;
  /** Wins over from and to. */
  period?: PurgePeriod;
  from?: string;
  to?: string;
}

const auditKeys = {
  all: ["audit"] as const,
  lists: () => [...auditKeys.all, "list"] as const,
  list: (filters: AuditFilters) => [...auditKeys.lists(), filters] as const,
};

function toQuery({ period, ...filters }: AuditFilters): Record<string, QueryValue> {
  if (period === undefined) return { ...filters };
  return { ...filters, from: periodStart(period), to: undefined };
}

/** Who did what when, newest first, page by page. */
export function auditQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: auditKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      apiGet<AuditList>(
        "/audit",
        { ...toQuery(filters), cursor: pageParam, limit: 50 },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
}
