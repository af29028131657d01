import type { PurgeFilters } from "@/lib/queries/purges";
import { outcomes, purgeStandings, purgeStatuses, triggerSources } from "@/lib/schemas/words";

/** The parameters of the feed's address, as they stand there. */
export const filterNames = [
  "tenant",
  "source",
  "status",
  "actor",
  "tag",
  "ticket",
  "proof",
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
  status: (value) => [...purgeStatuses, ...purgeStandings].some((one) => one === value),
  actor: (value) => value.length <= 200,
  tag: (value) => value.length <= 1024,
  ticket: (value) => value.length <= 300,
  proof: (value) => (outcomes as readonly string[]).includes(value),
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

/**
 * Reads a list's parameters: those that can be used, and the names of those that cannot. A period that
 * moves with the clock and two times of one's own cannot both hold, so `period` stands before `from`
 * and `to` in `names` and wins.
 */
export function readAddress<Name extends string>(
  names: readonly Name[],
  accepts: Record<Name, (value: string) => boolean>,
  raw: Record<Name, string | null>,
): { kept: Map<Name | "period", string>; ignored: Name[] } {
  const ignored: Name[] = [];
  const kept = new Map<Name | "period", string>();
  for (const name of names) {
    const value = raw[name]?.trim();
    if (value === undefined || value === "") continue;
    const isOutdone = kept.has("period") && (name === "from" || name === "to");
    if (accepts[name](value) && !isOutdone) kept.set(name, value);
    else ignored.push(name);
  }
  return { kept, ignored };
}

/** The filters of an address, and the parameters that could not be used and were left out. */
export function readFilters(raw: RawFilters): { filters: PurgeFilters; ignored: FilterName[] } {
  const { kept, ignored } = readAddress(filterNames, accepts, raw);
  return { filters: Object.fromEntries(kept), ignored };
}
