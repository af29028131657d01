import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Watch, WatchRequest } from "@/lib/schemas/watches";
import { apiGet, apiPost } from "./api-client";

const watchKeys = {
  all: ["watches"] as const,
  details: () => [...watchKeys.all, "detail"] as const,
  detail: (id: string) => [...watchKeys.details(), id] as const,
};

const addressOf = (id: string) => `/watches/${encodeURIComponent(id)}`;

/** A watch as it stands. */
export function watchQuery(id: string) {
  return queryOptions({
    queryKey: watchKeys.detail(id),
    queryFn: ({ signal }) => apiGet<Watch>(addressOf(id), {}, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** A round each time it is read. What is not looked at is not read: a tab in the background takes none. */
export function watchRoundQuery(id: string, everyMs: number) {
  return queryOptions({
    queryKey: [...watchKeys.detail(id), "rounds", everyMs] as const,
    queryFn: ({ signal }) => apiPost<Watch>(`${addressOf(id)}/rounds`, {}, { signal }),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data?.over ?? null) === null && everyMs,
    refetchIntervalInBackground: false,
  });
}

/** Starts a watch. */
export function useStartWatch() {
  return useMutation({
    mutationFn: (request: WatchRequest) => apiPost<Watch>("/watches", request),
  });
}

/** Ends one's own watch. */
export function useEndWatch(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiPost<Watch>(`${addressOf(id)}/ending`, {}),
    onSuccess: (watch) => client.setQueryData(watchQuery(id).queryKey, watch),
  });
}
