import type { PurgeFilters } from "@/lib/queries/purges";
import { purgeStatuses, triggerSources } from "@/lib/schemas/words";

/** The parameters of the feed's address, as they stand there. */
export const filterNames = [
  "tenant",
  "source",
  "status",
  "actor",
  "tag",
  "ticket",
  "period",
  "from",
  "to",
] as const;
export type FilterName = (typeof filterNames)[number];
export type RawFilters = Record<FilterName, string | null>;

/** Periods that move with the clock. */
export const periods = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
} as const;
export type Period = keyof typeof periods;

const accepts: Record<FilterName, (value: string) => boolean> = {
  tenant: (value) => value.length <= 200,
  source: (value) => (triggerSources as readonly string[]).includes(value),
  status: (value) => (purgeStatuses as readonly string[]).includes(value),
  actor: (value) => value.length <= 200,
  tag: (value) => value.length <= 1024,
  ticket: (value) => value.length <= 300,
  period: isPeriod,
  from: isTime,
  to: isTime,
};

/** One of the periods that move with the clock. */
export function isPeriod(value: string): boolean {
  return Object.hasOwn(periods, value);
}

/** ISO 8601 with a zone: what the API takes. */
export function isTime(value: string): boolean {
  return /T.*(Z|[+-]\d\d:?\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
}

/** The filters of an address, and the parameters that could not be used and were left out. */
export function readFilters(raw: RawFilters): { filters: PurgeFilters; ignored: FilterName[] } {
  const ignored: FilterName[] = [];
  const kept: Partial<Record<FilterName, string>> = {};
  for (const name of filterNames) {
    const value = raw[name]?.trim();
    if (value === undefined || value === "") continue;
    if (accepts[name](value)) kept[name] = value;
    else ignored.push(name);
  }
  return { filters: kept as PurgeFilters, ignored };
}
