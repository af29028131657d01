import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { MadeToken, ServiceToken, TokenList, TokenRequest } from "@/lib/schemas/tokens";
import { apiGet, apiPost } from "./api-client";

const tokenKeys = { all: ["tokens"] as const };

/** Every service token there was, the newest first. */
export function tokensQuery() {
  return queryOptions({
    queryKey: tokenKeys.all,
    queryFn: ({ signal }) => apiGet<TokenList>("/tokens", {}, { signal }),
  });
}

/** Makes a service token. The answer is the only one that has its secret: it is kept nowhere else. */
export function useMakeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: TokenRequest) => apiPost<MadeToken>("/tokens", request),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  });
}

/** Revokes a service token, with a reason. */
export function useRevokeToken(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      apiPost<ServiceToken>(`/tokens/${encodeURIComponent(id)}/revocation`, { reason }),
    // Also when it failed: somebody else may have revoked it at this moment.
    onSettled: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  });
}
