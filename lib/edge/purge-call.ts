import type { AttemptOutcome, PurgeMethod, SelectorKind } from "@/lib/schemas/words";

/** One call to the CDN. */
export interface PurgeCall {
  zoneId: string;
  method: PurgeMethod;
  kind: SelectorKind;
  /** The selector's values; empty for everything. */
  targets: string[];
}

/** What came of a call. accepted is the CDN's word, not an effect that anybody saw. */
export interface CallResult {
  outcome: AttemptOutcome;
  httpStatus: number | null;
  /** The CDN's own errors. */
  errors: { code: number; message: string }[];
  cfRay: string | null;
  /** How long the CDN asks to wait, in milliseconds. */
  retryAfterMs: number | null;
  /** Short, for lists: "200", "429 / 1134", "timeout". */
  code: string;
  /** A sentence for people. */
  message: string;
}
