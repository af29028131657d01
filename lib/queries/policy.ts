import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { PolicyChange } from "@/lib/schemas/edited-policy";
import type { PolicyHistory } from "@/lib/schemas/policies";
import { apiGet, apiPut } from "./api-client";
import { purgeKeys } from "./purges";

/** The purge policy and the versions before it. */
export function policyQuery() {
  return queryOptions({
    queryKey: ["policy"] as const,
    queryFn: ({ signal }) => apiGet<PolicyHistory>("/policy", {}, { signal }),
    // What is being edited is not replaced under the hands of whoever edits it.
    refetchOnWindowFocus: false,
  });
}

/** Makes the next version of the policy. Every preview is of another policy then. */
export function useChangePolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: PolicyChange) => apiPut<PolicyHistory>("/policy", change),
    onSuccess: (history) => {
      client.setQueryData(policyQuery().queryKey, history);
      return client.invalidateQueries({ queryKey: purgeKeys.all });
    },
  });
}
