import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Canary, CanaryList } from "@/lib/schemas/canaries";
import { apiGet, apiPost } from "./api-client";

const canaryKeys = { all: ["canaries"] as const };

const runningMs = 2_000;
const quietMs = 30_000;

/** The canary of each zone; read often while one runs. */
export function canariesQuery() {
  return queryOptions({
    queryKey: canaryKeys.all,
    queryFn: ({ signal }) => apiGet<CanaryList>("/canaries", {}, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ running }) => running !== null) === true ? runningMs : quietMs,
  });
}

/** Has a zone's canary run now. */
export function useRunCanary(zoneId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiPost<Canary>(`/canaries/${encodeURIComponent(zoneId)}/runs`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: canaryKeys.all }),
  });
}
