import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type {
  Comparison,
  ComparisonContent,
  ComparisonList,
  ComparisonRequest,
} from "@/lib/schemas/comparisons";
import { apiGet, apiPost } from "./api-client";
import { purgeKeys } from "./purges";

/** Which comparisons: those of a tenant, those made for a purge, or all. */
export interface ComparisonFilters {
  tenant?: string;
  purge?: string;
}

const comparisonKeys = {
  all: ["comparisons"] as const,
  lists: () => [...comparisonKeys.all, "list"] as const,
  list: (filters: ComparisonFilters) => [...comparisonKeys.lists(), filters] as const,
  details: () => [...comparisonKeys.all, "detail"] as const,
  detail: (id: string) => [...comparisonKeys.details(), id] as const,
};

/** Comparisons, newest first, page by page. */
export function comparisonsQuery(filters: ComparisonFilters) {
  return infiniteQueryOptions({
    queryKey: comparisonKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      apiGet<ComparisonList>(
        "/comparisons",
        { ...filters, cursor: pageParam, limit: 25 },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** One comparison with all its probes. */
export function comparisonQuery(id: string) {
  return queryOptions({
    queryKey: comparisonKeys.detail(id),
    queryFn: ({ signal }) =>
      apiGet<Comparison>(`/comparisons/${encodeURIComponent(id)}`, {}, { signal }),
  });
}

/** How a comparison's JSON answers changed, and its variants: read anew with each round of probes. */
export function comparisonContentQuery({ id, affected }: Comparison) {
  return queryOptions({
    queryKey: [...comparisonKeys.detail(id), "content", affected.probes.length],
    queryFn: ({ signal }) =>
      apiGet<ComparisonContent>(`/comparisons/${encodeURIComponent(id)}/content`, {}, { signal }),
  });
}

/** Shows an answered comparison at once, and has the lists and receipts that hold it read again. */
function showComparison(client: QueryClient, comparison: Comparison): Promise<void> {
  client.setQueryData(comparisonQuery(comparison.id).queryKey, comparison);
  const receipt = comparison.purge ? purgeKeys.detail(comparison.purge.id) : purgeKeys.details();
  return Promise.all([
    client.invalidateQueries({ queryKey: comparisonKeys.lists() }),
    client.invalidateQueries({ queryKey: receipt }),
  ]).then(() => undefined);
}

/** Starts a comparison: the before probes of both sides are made while this is pending. */
export function useStartComparison() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: ComparisonRequest) => apiPost<Comparison>("/comparisons", request),
    onSuccess: (comparison) => showComparison(client, comparison),
  });
}

export interface ProbeRounds {
  comparisonId: string;
  /** The purge whose effect is asked for; absent: the one that the comparison has. */
  purgeId?: string;
}

/** Long enough that the second answer is not the first one's, short enough to wait for. */
const BETWEEN_ROUNDS_MS = 1_100;

/**
 * Probes both sides twice, a second apart: the first round shows whether the copy is gone, the second
 * that the new one is served. The first is shown while the second is under way.
 */
export function useProbeTwice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ comparisonId, purgeId }: ProbeRounds) => {
      const path = `/comparisons/${encodeURIComponent(comparisonId)}/probes`;
      const body = purgeId === undefined ? {} : { purgeId };
      await showComparison(client, await apiPost<Comparison>(path, body));
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_ROUNDS_MS));
      return apiPost<Comparison>(path, body);
    },
    onSuccess: (comparison) => showComparison(client, comparison),
  });
}
