import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
} from "@tanstack/react-query";
import type { SettingKind } from "@/lib/schemas/audit";
import type { AuditList, AuditSealing, AuditVerification } from "@/lib/schemas/audit";
import { address, apiGet, apiPost, type QueryValue } from "./api-client";
import { periodStart, type PurgePeriod } from "./purges";

/** What the audit list is narrowed to. Times are ISO 8601. */
export interface AuditFilters {
  actor?: string;
  action?: string;
  outcome?: "done" | "refused";
  tenant?: string;
  /** Wins over from and to. */
  period?: PurgePeriod;
  from?: string;
  to?: string;
}

export const auditKeys = {
  all: ["audit"] as const,
  lists: () => [...auditKeys.all, "list"] as const,
  list: (filters: AuditFilters) => [...auditKeys.lists(), filters] as const,
  sealing: () => [...auditKeys.all, "sealing"] as const,
};

function toQuery({ period, ...filters }: AuditFilters): Record<string, QueryValue> {
  if (period === undefined) return { ...filters };
  return { ...filters, from: periodStart(period), to: undefined };
}

/** Who did what when, newest first, page by page. */
export function auditQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: auditKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      apiGet<AuditList>(
        "/audit",
        { ...toQuery(filters), cursor: pageParam, limit: 50 },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
}

/** What became of one kind of setting, or of one of them, newest first. */
export function settingHistoryQuery(subjectKind: SettingKind, subjectId: string | null) {
  return queryOptions({
    queryKey: [...auditKeys.lists(), "setting", subjectKind, subjectId] as const,
    queryFn: ({ signal }) =>
      apiGet<AuditList>("/audit", { subjectKind, subjectId, limit: 20 }, { signal }),
  });
}

/** Where all entries of the filters are to be had as a file that can be verified. */
export function auditExportAddress(filters: AuditFilters): string {
  return address("/audit/export", toQuery(filters));
}

/** How often it is asked how the record is sealed, in milliseconds: seals are made every few seconds. */
const sealingMs = 10_000;

/** The last seal of the record, and who holds copies. */
export function sealingQuery() {
  return queryOptions({
    queryKey: auditKeys.sealing(),
    queryFn: ({ signal }) => apiGet<AuditSealing>("/audit/sealing", {}, { signal }),
    refetchInterval: sealingMs,
  });
}

/** Checks the record, from behind an entry on; 0: from its beginning. */
export function useVerifyRecord() {
  return useMutation({
    mutationFn: (after: number) =>
      apiPost<AuditVerification>("/audit/verification", after === 0 ? {} : { after }),
  });
}
