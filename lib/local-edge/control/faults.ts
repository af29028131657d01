/** What the purge API does instead of answering normally. */
export type ApiFaultMode = "error" | "success_false" | "drop" | "hang" | "html";

export interface ApiFault {
  mode: ApiFaultMode;
  /** HTTP status of modes error and html, 400 to 599. success_false always answers 200. */
  status: number;
  /** How many more purge calls it hits; null for all until reset. */
  count: number | null;
  /** Whole seconds of Retry-After; null sends none. */
  retryAfter: number | null;
  /** True: the purge takes effect although the answer says otherwise ("unknown outcome"). */
  carryOut: boolean;
}

export const auditLogModes = ["answers", "refuses", "breaks"] as const;
export type AuditLogMode = (typeof auditLogModes)[number];

/** Everything that can be made to go wrong. Durations in ms. */
export interface Faults {
  /** Added to every API answer. */
  apiLatencyMs: number;
  /** Applies to purge_cache and invalidate_cache only. */
  apiStatus: ApiFault | null;
  /** How the account's audit log is answered: refused, or broken off behind its first entry. */
  auditLog: AuditLogMode;
  /** Tags that a purge accepts and then does not remove; compared without case. */
  ignoreTags: string[];
  /** Added to every answer of the edge. */
  edgeLatencyMs: number;
  /** The origin drops every connection, so stale copies answer with STALE. */
  originDown: boolean;
  /** Host name to data centre: every listener answers that host from there. */
  routeTo: Record<string, string>;
}

export interface FaultSwitches {
  current(): Faults;
  merge(changes: Partial<Faults>): void;
  reset(): void;
  /** The API fault for one purge call, counted down; null when the call goes through. */
  takeApiFault(): ApiFault | null;
}

/** Nothing goes wrong. */
export function noFaults(): Faults {
  return {
    apiLatencyMs: 0,
    apiStatus: null,
    auditLog: "answers",
    ignoreTags: [],
    edgeLatencyMs: 0,
    originDown: false,
    routeTo: {},
  };
}

/** Holds the switches for one practice edge. */
export function createFaultSwitches(): FaultSwitches {
  let faults = noFaults();
  return {
    current: () => faults,
    merge(changes) {
      faults = { ...faults, ...changes };
    },
    reset() {
      faults = noFaults();
    },
    takeApiFault() {
      const fault = faults.apiStatus;
      if (!fault || fault.count === null) return fault;
      const left = fault.count - 1;
      faults = { ...faults, apiStatus: left > 0 ? { ...fault, count: left } : null };
      return fault;
    },
  };
}
