import type { AttemptOutcome, PurgeMethod, SelectorKind } from "@/lib/schemas/words";

/** One call to the CDN. */
export interface PurgeCall {
  zoneId: string;
  /** The zone's environment, by its ref; null: production. */
  environment: string | null;
  method: PurgeMethod;
  kind: SelectorKind;
  /** The selector's values; empty for everything. A URL with cache-key headers as JSON: {"url","headers"}. */
  targets: string[];
}

/** What came of a call. accepted is the CDN's word, not an effect that anybody saw. */
export interface CallResult {
  outcome: AttemptOutcome;
  /** The rate limit was met: the account's matter, not the purge's. */
  limited: boolean;
  /** The console itself broke the call off: that says nothing of the account. */
  stopped?: boolean;
  /** permanent only: whether something in the request was refused, or the account (its token, its zone). */
  blame: "item" | "account";
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
