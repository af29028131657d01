import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type {
  FindingList,
  Reconciliation,
  ReconciliationList,
  ReconciliationRequest,
} from "@/lib/schemas/reconciliations";
import { apiGet, apiPost } from "./api-client";

const keys = { all: ["reconciliations"] as const };

const runningMs = 2_000;
const quietMs = 60_000;

/** The newest comparisons with Cloudflare's audit log; read often while one is under way. */
export function reconciliationsQuery() {
  return queryOptions({
    queryKey: keys.all,
    queryFn: ({ signal }) => apiGet<ReconciliationList>("/reconciliations", {}, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ finishedAt }) => finishedAt === null) === true
        ? runningMs
        : quietMs,
  });
}

/** What one comparison found, page by page. */
export function findingsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.all, id, "findings"] as const,
    queryFn: ({ pageParam, signal }) =>
      apiGet<FindingList>(
        `/reconciliations/${encodeURIComponent(id)}/findings`,
        { cursor: pageParam, limit: 50 },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    // It stays as it was found.
    staleTime: Infinity,
  });
}

/** Asks for a comparison. */
export function useReconcile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (period: ReconciliationRequest) =>
      apiPost<Reconciliation>("/reconciliations", period),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}
