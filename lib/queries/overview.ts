import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Overview } from "@/lib/schemas/overview";
import { apiGet } from "./api-client";

const overviewKeys = {
  all: ["overview"] as const,
  days: (days: number) => [...overviewKeys.all, days] as const,
};

/** What needs a person, and what was purged in the last `days` days. Asked again every 10 seconds. */
export function overviewQuery(days: number) {
  return queryOptions({
    queryKey: overviewKeys.days(days),
    queryFn: ({ signal }) => apiGet<Overview>("/overview", { days }, { signal }),
    placeholderData: keepPreviousData,
    // Whoever comes back from a receipt has just changed what stands here.
    staleTime: 0,
    refetchInterval: 10_000,
  });
}
