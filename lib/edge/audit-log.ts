/** A purge as the CDN's own audit log tells of it. What the log does not say is null. */
export interface LoggedPurge {
  /** The log's own id of the entry. */
  id: string | null;
  /** When the log says that it was; null: it cannot be placed in time. */
  at: Date | null;
  zoneId: string | null;
  zoneName: string | null;
  /** Lower case, without the data centre. */
  ray: string | null;
  /** Whether it worked; null: not said. */
  succeeded: boolean | null;
  status: number | null;
  /** What was purged, as it was sent; null: not said. */
  request: Record<string, unknown> | null;
  /** Who it was, in words. */
  actor: string | null;
}

/** Why a page of the log could not be read. */
export type LogFailure = "no_token" | "refused" | "unreachable";

export type LogPage =
  | {
      failure: null;
      /** Entries of the page, purges and all others. */
      entries: number;
      purges: LoggedPurge[];
      /** The newest time in it; null: no entry has one. */
      lastAt: Date | null;
      /** Where it goes on; null: this was the last page. */
      cursor: string | null;
    }
  | { failure: LogFailure; message: string };

/** What is asked for: entries of an account from `since` on and before `before`, the oldest first. */
export interface LogQuery {
  accountId: string;
  since: Date;
  before: Date;
  cursor: string | null;
}
