import { randomUUID } from "node:crypto";
import type { PurgeMethod } from "../cache/edge-cache";
import type { FaultSwitches } from "../control/faults";
import { apiFailure, type ApiAnswer } from "./api-envelope";

/** A purge call as the account's audit log tells of it. Members as in Cloudflare's audit logs, version 2. */
export interface AccountLogEntry {
  id: string;
  account: { id: string };
  action: { result: "success" | "failure"; time: string; type: "create" };
  actor: { context: "api_token"; token_name: string; type: "account" };
  /** cf_ray_id is without the data centre, as in Cloudflare's samples. */
  raw: {
    cf_ray_id: string;
    method: "POST";
    status_code: number;
    uri: string;
    user_agent: string;
  };
  resource: { product: "purge_cache"; request: unknown; type: string };
  zone: { id: string; name: string };
}

/** What is known of a purge call whose token was accepted. */
export interface LoggedCall {
  accountId: string;
  zone: { id: string; name: string };
  /** ms since the epoch. */
  at: number;
  method: PurgeMethod;
  uri: string;
  status: number;
  /** The body as sent. */
  request: unknown;
  cfRay: string;
  userAgent: string;
}

export interface AccountLog {
  add(call: LoggedCall): void;
  /** Answers GET /accounts/{id}/logs/audit; null: the connection is to be dropped. */
  answer(accountId: string, query: URLSearchParams, faults: FaultSwitches): ApiAnswer | null;
}

const KEPT_ENTRIES = 5_000;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

function toEntry(call: LoggedCall): AccountLogEntry {
  return {
    id: randomUUID(),
    account: { id: call.accountId },
    action: {
      result: call.status < 400 ? "success" : "failure",
      time: new Date(call.at).toISOString(),
      type: "create",
    },
    actor: { context: "api_token", token_name: "practice purge token", type: "account" },
    raw: {
      cf_ray_id: call.cfRay.split("-")[0] ?? "",
      method: "POST",
      status_code: call.status,
      uri: call.uri,
      user_agent: call.userAgent,
    },
    resource: { product: "purge_cache", request: call.request, type: call.method },
    zone: call.zone,
  };
}

function readTime(text: string | null): number {
  return text === null ? Number.NaN : Date.parse(text);
}

/** Remembers the last 5,000 purge calls in memory and answers them by period, page by page. */
export function createAccountLog(): AccountLog {
  const entries: AccountLogEntry[] = [];
  return {
    add(call) {
      entries.push(toEntry(call));
      if (entries.length > KEPT_ENTRIES) entries.shift();
    },
    answer(accountId, query, faults) {
      const [since, before] = [readTime(query.get("since")), readTime(query.get("before"))];
      if (Number.isNaN(since) || Number.isNaN(before)) {
        return apiFailure(400, 10400, "since and before are required");
      }
      const breaks = faults.current().auditLog === "breaks";
      const cursor = query.get("cursor");
      if (breaks && cursor !== null) return null;
      const inPeriod = entries.filter(({ account, action }) => {
        const at = Date.parse(action.time);
        return account.id === accountId && at >= since && at < before;
      });
      const ordered = query.get("direction") === "asc" ? inPeriod : inPeriod.toReversed();
      const wanted = Math.min(Number(query.get("limit") ?? DEFAULT_LIMIT) || 1, MAX_LIMIT);
      const start = Number(cursor ?? 0) || 0;
      const end = start + (breaks ? 1 : wanted);
      const cursors = end < ordered.length || breaks ? { after: String(end) } : {};
      const result = ordered.slice(start, end);
      return {
        status: 200,
        errors: [],
        result,
        extra: { result_info: { count: String(result.length), cursors } },
      };
    },
  };
}
