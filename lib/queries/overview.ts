import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Overview } from "@/lib/schemas/overview";
import { apiGet } from "./api-client";

export const overviewKeys = {
  all: ["overview"] as const,
  days: (days: number) => [...overviewKeys.all, days] as const,
};

/** What needs a person, and what was purged in the last `days` days. Asked again every 10 seconds. */
export function overviewQuery(days: number) {
  return queryOptions({
    queryKey: overviewKeys.days(days),
    queryFn: ({ signal }) => apiGet<Overview>("/overview", { days }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
}
