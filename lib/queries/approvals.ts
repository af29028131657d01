import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type {
  ApprovalDetail,
  ApprovalList,
  BrokenGlass,
  BrokenGlassList,
  DecisionRequest,
} from "@/lib/schemas/approvals";
import { apiGet, apiPost } from "./api-client";
import { purgeKeys } from "./purges";

const PAGE = 50;

const approvalKeys = {
  all: ["approvals"] as const,
  list: (state: "waiting" | "decided") => [...approvalKeys.all, "list", state] as const,
  detail: (purgeId: string) => [...approvalKeys.all, "detail", purgeId] as const,
  glass: () => [...approvalKeys.all, "glass"] as const,
};

/** What waits for a second person. Asked again and again: somebody else may have decided. */
export function waitingQuery() {
  return queryOptions({
    queryKey: approvalKeys.list("waiting"),
    queryFn: ({ signal }) =>
      apiGet<ApprovalList>("/approvals", { state: "waiting", limit: 200 }, { signal }),
    refetchInterval: 15_000,
  });
}

/** What was decided, given up or taken back, newest first, page by page. */
export function decidedQuery() {
  return infiniteQueryOptions({
    queryKey: approvalKeys.list("decided"),
    queryFn: ({ pageParam, signal }) =>
      apiGet<ApprovalList>(
        "/approvals",
        { state: "decided", cursor: pageParam, limit: PAGE },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** One approval with the preview of what would be sent now: read anew whenever it is opened. */
export function approvalQuery(purgeId: string) {
  return queryOptions({
    queryKey: approvalKeys.detail(purgeId),
    queryFn: ({ signal }) =>
      apiGet<ApprovalDetail>(`/approvals/${encodeURIComponent(purgeId)}`, {}, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Purges for which somebody went past the second person. */
export function brokenGlassQuery() {
  return queryOptions({
    queryKey: approvalKeys.glass(),
    queryFn: ({ signal }) => apiGet<BrokenGlassList>("/break-glass", {}, { signal }),
    refetchInterval: 15_000,
  });
}

/** A yes or a no. Whatever comes of it, somebody else's decision included, is read again. */
export function useDecide(purgeId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: DecisionRequest) =>
      apiPost<ApprovalDetail>(`/approvals/${encodeURIComponent(purgeId)}/decision`, request),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: approvalKeys.all }),
        client.invalidateQueries({ queryKey: purgeKeys.detail(purgeId) }),
        client.invalidateQueries({ queryKey: purgeKeys.lists() }),
      ]),
  });
}

/** Notes that somebody else has looked at a purge past the second person. */
export function useReview(purgeId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (note: string) =>
      apiPost<BrokenGlass>(`/break-glass/${encodeURIComponent(purgeId)}/review`, { note }),
    onSettled: () => client.invalidateQueries({ queryKey: approvalKeys.glass() }),
  });
}
