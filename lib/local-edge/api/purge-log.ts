import type { PurgeMethod } from "../cache/edge-cache";
import type { ApiError } from "./api-envelope";

/** One call of a purge route, whatever became of it. */
export interface PurgeLogEntry {
  /** ISO 8601, UTC. */
  at: string;
  zoneId: string;
  zoneName: string | null;
  /** The environment's ref as asked for; null: production. */
  environment: string | null;
  method: PurgeMethod;
  /** The body as sent, or null when it was not JSON or was never read. */
  selectors: unknown;
  /** HTTP status sent; 0 when the connection was dropped or left hanging. */
  status: number;
  errors: readonly ApiError[];
  cfRay: string;
  /** The fault mode that shaped the answer, or null. */
  fault: string | null;
  /** True when the purge took effect: in the data centres, or in an environment, which serves nobody here. */
  carriedOut: boolean;
}

export interface PurgeLog {
  add(entry: PurgeLogEntry): void;
  /** Newest first. */
  list(): PurgeLogEntry[];
}

const KEPT_ENTRIES = 200;

/** Remembers the last 200 purge calls, in memory. */
export function createPurgeLog(): PurgeLog {
  const entries: PurgeLogEntry[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > KEPT_ENTRIES) entries.shift();
    },
    list: () => entries.toReversed(),
  };
}
