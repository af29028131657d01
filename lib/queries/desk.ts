import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type {
  DeskFigures,
  DeskReport,
  DeskRows,
  DeskSample,
  DeskSamples,
  DeskSignOffRequest,
} from "@/lib/schemas/desk";
import type { DeskQuestionId } from "@/lib/schemas/desk-questions";
import { address, apiGet, apiPost } from "./api-client";

/** What the desk's questions are asked with; times are ISO 8601. */
export interface DeskPeriod {
  from: string;
  to: string;
  workFrom: string;
  workTo: string;
  timeZone: string;
}

const deskKeys = {
  all: ["desk"] as const,
  figures: (period: DeskPeriod) => [...deskKeys.all, "figures", period] as const,
  rows: (question: DeskQuestionId, period: DeskPeriod) =>
    [...deskKeys.all, "rows", question, period] as const,
  report: (period: DeskPeriod) => [...deskKeys.all, "report", period] as const,
  samples: () => [...deskKeys.all, "samples"] as const,
  sample: (id: string) => [...deskKeys.samples(), id] as const,
};

/** The figures of all saved questions. */
export function figuresQuery(period: DeskPeriod) {
  return queryOptions({
    queryKey: deskKeys.figures(period),
    queryFn: ({ signal }) => apiGet<DeskFigures>("/desk/figures", { ...period }, { signal }),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
}

/** The entries that answer a question, page by page. */
export function deskRowsQuery(question: DeskQuestionId, period: DeskPeriod) {
  return infiniteQueryOptions({
    queryKey: deskKeys.rows(question, period),
    queryFn: ({ pageParam, signal }) =>
      apiGet<DeskRows>(
        `/desk/questions/${question}`,
        { ...period, cursor: pageParam, limit: 20 },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchOnWindowFocus: false,
  });
}

/** Where all entries that answer a question are to be had as a file. */
export function deskExportAddress(
  question: DeskQuestionId,
  period: DeskPeriod,
  format: "csv" | "ndjson",
): string {
  return address(`/desk/questions/${question}/export`, { ...period, format });
}

/** A period's report. */
export function reportQuery(period: DeskPeriod) {
  return queryOptions({
    queryKey: deskKeys.report(period),
    queryFn: ({ signal }) => apiGet<DeskReport>("/desk/report", { ...period }, { signal }),
    refetchOnWindowFocus: false,
  });
}

/** The newest samples. */
export function samplesQuery() {
  return queryOptions({
    queryKey: deskKeys.samples(),
    queryFn: ({ signal }) => apiGet<DeskSamples>("/desk/samples", {}, { signal }),
  });
}

/** A sample, its entries, and what was noted of each. */
export function sampleQuery(id: string) {
  return queryOptions({
    queryKey: deskKeys.sample(id),
    queryFn: ({ signal }) =>
      apiGet<DeskSample>(`/desk/samples/${encodeURIComponent(id)}`, {}, { signal }),
  });
}

interface Lot extends DeskPeriod {
  question: DeskQuestionId;
  seed: string;
  size: number;
}

/** Draws a sample by lot. */
export function useDrawSample() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (lot: Lot) => apiPost<DeskSample>("/desk/samples", lot),
    onSuccess: () => client.invalidateQueries({ queryKey: deskKeys.samples() }),
  });
}

/** Notes what was found of a drawn entry. */
export function useSignOff(sampleId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (note: DeskSignOffRequest) =>
      apiPost<DeskSample>(`/desk/samples/${encodeURIComponent(sampleId)}/sign-offs`, note),
    onSuccess: () => client.invalidateQueries({ queryKey: deskKeys.samples() }),
  });
}
