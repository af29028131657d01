import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from "@tanstack/react-query";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type {
  Purge,
  PurgeDetail,
  PurgeList,
  PurgePlanRequest,
  PurgeRequest,
} from "@/lib/schemas/purges";
import type { ProofOutcome, PurgeStanding, PurgeStatus, TriggerSource } from "@/lib/schemas/words";
import { address, apiGet, ApiError, apiPost, type QueryValue } from "./api-client";
import { askEvery } from "./live-state";

/** Spans of the feed that move with the clock, in milliseconds. */
const periodLengths = {
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
};
export type PurgePeriod = keyof typeof periodLengths;

/** What the feed is narrowed to. `period` wins over `from` and `to`. */
export interface PurgeFilters {
  tenant?: string;
  source?: TriggerSource;
  status?: PurgeStatus | PurgeStanding;
  actor?: string;
  tag?: string;
  ticket?: string;
  proof?: ProofOutcome;
  period?: PurgePeriod;
  from?: string;
  to?: string;
}

const PAGE = 50;
/** As many as one answer holds: more than this many new purges are said to be "200 or more". */
export const NEW_LIMIT = 200;

export const purgeKeys = {
  all: ["purges"] as const,
  lists: () => [...purgeKeys.all, "list"] as const,
  list: (filters: PurgeFilters) => [...purgeKeys.lists(), filters] as const,
  newerAll: () => [...purgeKeys.all, "newer"] as const,
  newer: (filters: PurgeFilters, after: string) =>
    [...purgeKeys.newerAll(), filters, after] as const,
  recent: (tenant: string) => [...purgeKeys.lists(), "recent", tenant] as const,
  failures: () => [...purgeKeys.all, "failures"] as const,
  details: () => [...purgeKeys.all, "detail"] as const,
  detail: (id: string) => [...purgeKeys.details(), id] as const,
  plans: () => [...purgeKeys.all, "plan"] as const,
  plan: (request: PurgePlanRequest | null) => [...purgeKeys.plans(), request] as const,
};

/** The time at which a period begins, seen from now. */
export function periodStart(period: PurgePeriod): string {
  return new Date(Date.now() - periodLengths[period]).toISOString();
}

function toQuery({ period, ...filters }: PurgeFilters): Record<string, QueryValue> {
  if (period === undefined) return { ...filters };
  return { ...filters, from: periodStart(period), to: undefined };
}

/** The feed, newest first, page by page. Old rows stay while other filters load. */
export function purgesQuery(filters: PurgeFilters) {
  return infiniteQueryOptions({
    queryKey: purgeKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      apiGet<PurgeList>(
        "/purges",
        { ...toQuery(filters), cursor: pageParam, limit: PAGE },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    // Rows move only when somebody asks for the new ones: see newerPurgesQuery.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Where the browser gets all purges of a feed as a file. */
export function exportAddress(filters: PurgeFilters, format: "csv" | "ndjson"): string {
  return address("/purges/export", { ...toQuery(filters), format });
}

/**
 * What has arrived in the feed since its first row, whose cursor is `after`. Read when the stream of
 * changes says that there is something, and again and again while there is no stream.
 */
export function newerPurgesQuery(filters: PurgeFilters, after: string) {
  return queryOptions({
    queryKey: purgeKeys.newer(filters, after),
    queryFn: ({ signal }) =>
      apiGet<PurgeList>("/purges", { ...toQuery(filters), after, limit: NEW_LIMIT }, { signal }),
    refetchInterval: () => askEvery(4_000, 30_000),
    staleTime: 0,
    gcTime: 0,
  });
}

/** The last purges of one tenant, for a choice among them. */
export function recentPurgesQuery(tenant: string) {
  return queryOptions({
    queryKey: purgeKeys.recent(tenant),
    queryFn: ({ signal }) => apiGet<PurgeList>("/purges", { tenant, limit: 20 }, { signal }),
  });
}

/** Puts newly arrived purges on top of a loaded feed, without loading the rest again. */
export function useShowNewPurges(filters: PurgeFilters) {
  const client = useQueryClient();
  return (newer: PurgeList) => {
    const { queryKey } = purgesQuery(filters);
    if (newer.nextCursor !== null || newer.items.length >= NEW_LIMIT) {
      // Too many for one answer: between them and the old rows would be a gap.
      return client.resetQueries({ queryKey });
    }
    client.setQueryData<InfiniteData<PurgeList, string | null>>(queryKey, (old) => {
      const [first, ...rest] = old?.pages ?? [];
      if (!old || !first) return old;
      const known = new Set(first.items.map((purge) => purge.id));
      const items = [...newer.items.filter((purge) => !known.has(purge.id)), ...first.items];
      return { ...old, pages: [{ ...first, items }, ...rest] };
    });
    return Promise.resolve();
  };
}

/** Whether a purge will not change by itself any more. */
export function isFinal(status: PurgeStatus): boolean {
  return status === "accepted" || status === "failed" || status === "cancelled";
}

/** Whether an accepted purge's proof is under way. */
export function isBeingProven({ status, proof }: Pick<Purge, "status" | "proof">): boolean {
  return status === "accepted" && (proof?.state === "sending" || proof?.state === "after");
}

/** The longer a purge will wait, the less often it is asked for. */
function askAgainMs({ line }: PurgeDetail, everyMs: number): number {
  return line === null ? everyMs : Math.max(everyMs, Math.min(line.expectedInMs / 4, 4_000));
}

/**
 * One purge with its attempts and comparisons, until it has ended: read when the stream of changes says so,
 * and now and then for its place in line; quickly while there is no stream.
 */
export function purgeQuery(id: string, everyMs = 500) {
  return queryOptions({
    queryKey: purgeKeys.detail(id),
    queryFn: ({ signal }) =>
      apiGet<PurgeDetail>(`/purges/${encodeURIComponent(id)}`, {}, { signal }),
    refetchInterval: (query) => {
      const { data, error } = query.state;
      if (data === undefined) return false;
      // Rounds of probes change no state of the purge, so no stream tells of them.
      if (isBeingProven(data)) return 1_000;
      if (isFinal(data.status)) return false;
      return error === null ? askAgainMs(data, askEvery(everyMs, 4_000)) : 3_000;
    },
    staleTime: 0,
  });
}

/** What a purge would do. It is a POST because of its size, and changes nothing. null: nothing is named yet. */
export function purgePlanQuery(request: PurgePlanRequest | null) {
  return queryOptions({
    queryKey: purgeKeys.plan(request),
    queryFn: ({ signal }) => apiPost<PurgePlan>("/purges/plan", request, { signal }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    // Forgotten with its form: a plan from before does not know that the same was just sent.
    gcTime: 0,
  });
}

export interface SendPurge {
  request: PurgeRequest;
  idempotencyKey: string;
}

/** Asks for a purge. The same key with the same request is one purge, however often it is sent. */
export function useSendPurge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ request, idempotencyKey }: SendPurge) =>
      apiPost<PurgeDetail>("/purges", request, { idempotencyKey }),
    onSuccess: (purge) => {
      client.setQueryData(purgeQuery(purge.id).queryKey, purge);
      return client.invalidateQueries({ queryKey: purgeKeys.lists() });
    },
    // What was previewed has changed, or the sign-in is too old by now: the preview is read anew and says so.
    onError: (error) =>
      error instanceof ApiError && ["plan_changed", "sign_in_again"].includes(error.code)
        ? client.invalidateQueries({ queryKey: purgeKeys.plans() })
        : undefined,
  });
}

type Listed = PurgeList | InfiniteData<PurgeList, string | null>;

/** Shows a changed purge wherever it is listed. Nothing is loaded again, so no row moves. */
export function showChanged(client: QueryClient, changed: PurgeDetail): void {
  client.setQueryData(purgeQuery(changed.id).queryKey, changed);
  const put = (list: PurgeList): PurgeList => ({
    ...list,
    items: list.items.map((one) => (one.id === changed.id ? changed : one)),
  });
  client.setQueriesData<Listed>({ queryKey: purgeKeys.lists() }, (old) => {
    if (old === undefined) return old;
    return "pages" in old ? { ...old, pages: old.pages.map(put) } : put(old);
  });
}

/** Cancels a purge that was not sent yet. When it is too late, the purge is read as it is now. */
export function useCancelPurge(id: string, onCancelled?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiPost<PurgeDetail>(`/purges/${encodeURIComponent(id)}/cancellation`, {}),
    onSuccess: (purge) => {
      showChanged(client, purge);
      onCancelled?.();
    },
    onError: () => client.invalidateQueries({ queryKey: purgeKeys.detail(id) }),
  });
}

/** Purges a second time what came back with its old content; answers the second purge. */
export function useRepeatPurge(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiPost<PurgeDetail>(`/purges/${encodeURIComponent(id)}/second`, {}),
    onSuccess: (second) => {
      client.setQueryData(purgeQuery(second.id).queryKey, second);
      return client.invalidateQueries({ queryKey: purgeKeys.lists() });
    },
    // Somebody else was first, or it is not what it was: the receipt says it.
    onSettled: () => client.invalidateQueries({ queryKey: purgeKeys.detail(id) }),
  });
}
