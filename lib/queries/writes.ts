import { queryOptions } from "@tanstack/react-query";
import type { Timeline } from "@/lib/schemas/writes";
import { apiGet } from "./api-client";

/** Milliseconds. Services tell of writes while one looks. */
const refetchInterval = 15_000;

function timelineQuery(of: "purges" | "tenants", id: string) {
  return queryOptions({
    queryKey: ["timeline", of, id] as const,
    queryFn: ({ signal }) =>
      apiGet<Timeline>(`/${of}/${encodeURIComponent(id)}/timeline`, {}, { signal }),
    refetchInterval,
  });
}

/** The writes that belong to a purge, with all purges that belong to these. */
export function purgeTimelineQuery(purgeId: string) {
  return timelineQuery("purges", purgeId);
}

/** The newest writes on a tenant, with the purges that belong to them. */
export function tenantTimelineQuery(tenantId: string) {
  return timelineQuery("tenants", tenantId);
}
