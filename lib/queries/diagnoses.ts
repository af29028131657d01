import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type { Diagnosis, DiagnosisList, DiagnosisRequest } from "@/lib/schemas/diagnoses";
import { apiGet, apiPost } from "./api-client";

const diagnosisKeys = {
  all: ["diagnoses"] as const,
  lists: () => [...diagnosisKeys.all, "list"] as const,
  list: (tenant: string | undefined) => [...diagnosisKeys.lists(), { tenant }] as const,
  detail: (id: string) => [...diagnosisKeys.all, "detail", id] as const,
};

/** What was found of stale pages, of one tenant or of all, newest first, page by page. */
export function diagnosesQuery(tenant: string | undefined) {
  return infiniteQueryOptions({
    queryKey: diagnosisKeys.list(tenant),
    queryFn: ({ pageParam, signal }) =>
      apiGet<DiagnosisList>("/diagnoses", { tenant, cursor: pageParam, limit: 25 }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** One of them with all that it rests on. It never changes. */
export function diagnosisQuery(id: string) {
  return queryOptions({
    queryKey: diagnosisKeys.detail(id),
    queryFn: ({ signal }) =>
      apiGet<Diagnosis>(`/diagnoses/${encodeURIComponent(id)}`, {}, { signal }),
  });
}

/** Asks why a page is stale: edge and origin are asked while this is pending. */
export function useRunDiagnosis() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: DiagnosisRequest) => apiPost<Diagnosis>("/diagnoses", request),
    onSuccess: (diagnosis) => {
      client.setQueryData(diagnosisQuery(diagnosis.id).queryKey, diagnosis);
      return client.invalidateQueries({ queryKey: diagnosisKeys.lists() });
    },
  });
}
