import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { TagPlanBody, ZoneBody } from "@/lib/schemas/directory";
import type { DirectoryChanges } from "@/lib/schemas/directory-changes";
import type { TagPlanDetail, ZoneDetail, ZoneList } from "@/lib/schemas/zones";
import { apiGet, apiPut } from "./api-client";
import { tenantKeys } from "./tenants";

const zoneKeys = {
  all: ["zones"] as const,
  list: () => [...zoneKeys.all, "list"] as const,
  detail: (id: string) => [...zoneKeys.all, "detail", id] as const,
  tagPlan: (id: string) => [...zoneKeys.all, "tag-plan", id] as const,
};

/** The zones, by name. */
export function zonesQuery() {
  return queryOptions({
    queryKey: zoneKeys.list(),
    queryFn: ({ signal }) => apiGet<ZoneList>("/zones", {}, { signal }),
  });
}

/** One zone's set-up. What is being edited is not replaced under the hands of whoever edits it. */
export function zoneQuery(id: string) {
  return queryOptions({
    queryKey: zoneKeys.detail(id),
    queryFn: ({ signal }) => apiGet<ZoneDetail>(`/zones/${encodeURIComponent(id)}`, {}, { signal }),
    refetchOnWindowFocus: false,
  });
}

/** A zone's tag plan, and what the linter makes of it. */
export function tagPlanQuery(id: string) {
  return queryOptions({
    queryKey: zoneKeys.tagPlan(id),
    queryFn: ({ signal }) =>
      apiGet<TagPlanDetail>(`/tag-plan/${encodeURIComponent(id)}`, {}, { signal }),
    refetchOnWindowFocus: false,
  });
}

function useChangeDirectory<T>(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: T) => apiPut<DirectoryChanges>(path, body),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: zoneKeys.all }),
        client.invalidateQueries({ queryKey: tenantKeys.all }),
      ]),
  });
}

/** Changes a zone's set-up. */
export const useChangeZone = (id: string) =>
  useChangeDirectory<ZoneBody>(`/zones/${encodeURIComponent(id)}`);

/** Makes a zone's tag plan exactly what is sent. */
export const useChangeTagPlan = (id: string) =>
  useChangeDirectory<TagPlanBody>(`/tag-plan/${encodeURIComponent(id)}`);
