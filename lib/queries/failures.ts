import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type { PurgeDetail, PurgeList, RetryAllResult } from "@/lib/schemas/purges";
import { apiGet, apiPost } from "./api-client";
import { purgeKeys, showChanged } from "./purges";

const PAGE = 50;

/** Purges that failed and that nobody has closed, newest first, page by page. */
export function failuresQuery() {
  return infiniteQueryOptions({
    queryKey: [...purgeKeys.failures(), "list"] as const,
    queryFn: ({ pageParam, signal }) =>
      apiGet<PurgeList>("/purges", { status: "open", cursor: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
    // Rows move only when somebody asks, or acts on one.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** How many failures need a person. Asked again and again. */
export function failureCountQuery() {
  return queryOptions({
    queryKey: [...purgeKeys.failures(), "count"] as const,
    queryFn: async ({ signal }) => {
      const { total } = await apiGet<PurgeList>(
        "/purges",
        { status: "open", limit: 1 },
        { signal },
      );
      return total ?? 0;
    },
    refetchInterval: 15_000,
  });
}

/** What a person can do about one failure: each takes a reason for the record. */
export type FailureAction = "retry" | "resolution";

/** Sends a failed purge again, or closes it, with a reason. */
export function useFailureAction(id: string, action: FailureAction) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      apiPost<PurgeDetail>(`/purges/${encodeURIComponent(id)}/${action}`, { reason }),
    onSuccess: (purge) => {
      showChanged(client, purge);
      return client.invalidateQueries({ queryKey: purgeKeys.failures() });
    },
    // Somebody else may have acted on it at this moment.
    onError: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: purgeKeys.detail(id) }),
        client.invalidateQueries({ queryKey: purgeKeys.failures() }),
      ]),
  });
}

/** Sends all open failures again, each by the rules for it. */
export function useRetryAll() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => apiPost<RetryAllResult>("/purges/retries", { reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: purgeKeys.all }),
  });
}
