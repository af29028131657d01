import { isPeriod, isTime, readAddress } from "@/components/purges/purge-filters";
import type { AuditFilters } from "@/lib/queries/audit";

/** The parameters of the list's address, as they stand there. */
export const auditFilterNames = [
  "actor",
  "action",
  "outcome",
  "tenant",
  "period",
  "from",
  "to",
] as const;
export type AuditFilterName = (typeof auditFilterNames)[number];
export type RawAuditFilters = Record<AuditFilterName, string | null>;

const accepts: Record<AuditFilterName, (value: string) => boolean> = {
  actor: (value) => value.length <= 200,
  action: (value) => value.length <= 100,
  outcome: (value) => value === "done" || value === "refused",
  tenant: (value) => value.length <= 200,
  period: isPeriod,
  from: isTime,
  to: isTime,
};

/** The filters of an address, and the parameters that could not be used and were left out. */
export function readAuditFilters(raw: RawAuditFilters): {
  filters: AuditFilters;
  ignored: AuditFilterName[];
} {
  const { kept, ignored } = readAddress(auditFilterNames, accepts, raw);
  return { filters: Object.fromEntries(kept), ignored };
}
