import { env } from "@/lib/platform/env";
import { isStorableMs } from "@/lib/schemas/text";
import { withoutSecrets } from "@/lib/platform/secrets";
import type { LoggedPurge, LogPage, LogQuery } from "../audit-log";
import { exchangeHttp, type HttpAnswer, type NoAnswer } from "./http-exchange";
import { cleanText, readEnvelope } from "./read-envelope";

/** How long one page may take, in all and until there is a connection, in milliseconds. */
const totalMs = 30_000;
const connectMs = 5_000;
/** Entries of a page. A purge of 100 tags of 1,024 characters makes an entry of some 100 KB. */
const pageSize = 100;
const maxPageBytes = 16 * 1024 * 1024;
const longest = 300;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const part = (entry: Fields, name: string): Fields => {
  const value = entry[name];
  return isFields(value) ? value : {};
};

function text(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const clean = cleanText(withoutSecrets(value), longest);
  return clean === "" ? null : clean;
}

function readTime(value: unknown): Date | null {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return isStorableMs(ms) ? new Date(ms) : null;
}

/** A cf-ray as both sides write it: lower case, without the data centre; null: it is none. */
export function bareRay(value: unknown): string | null {
  const [, ray] = (typeof value === "string" && /^([0-9a-f]{8,32})(?:-|$)/i.exec(value)) || [];
  return ray?.toLowerCase() ?? null;
}

/** "token billing (api_token)", "somebody@example.com (dash)": as much as the log says. */
function actorInWords({ email, token_name: token, id, context, type }: Fields): string | null {
  const name = text(email) ?? (text(token) === null ? null : `token ${text(token) ?? ""}`);
  const who = name ?? text(id) ?? text(type);
  const how = text(context);
  if (who === null) return how;
  return how === null ? who : `${who} (${how})`;
}

function succeeded({ result }: Fields, status: number | null): boolean | null {
  if (typeof result === "string" && /^(success|failure)$/i.test(result)) {
    return result.toLowerCase() === "success";
  }
  return status === null ? null : status < 400;
}

/**
 * Whether an entry tells of a purge: by its product (changelog of 2025-11-25), or by the address that was asked, since no
 * page says which product an invalidation has.
 */
function isPurge(entry: Fields): boolean {
  const product = part(entry, "resource")["product"];
  const uri = part(entry, "raw")["uri"];
  const byAddress =
    typeof uri === "string" && /\/(purge|invalidate)_cache(\?|$)/.test(uri.slice(0, 2_000));
  return byAddress || (typeof product === "string" && /^(purge|invalidate)_cache$/.test(product));
}

/** Reads an entry of the log, whatever is in it. Fields: the client's own types, accounts/logs/audit. */
function readEntry(entry: Fields): LoggedPurge {
  const [action, raw, zone] = [part(entry, "action"), part(entry, "raw"), part(entry, "zone")];
  const code = raw["status_code"];
  const status = Number.isSafeInteger(code) ? (code as number) : null;
  const request = part(entry, "resource")["request"];
  const fromUri = /\/zones\/([0-9a-f]{32})\//.exec(text(raw["uri"]) ?? "")?.[1];
  return {
    id: text(entry["id"]),
    at: readTime(action["time"]),
    zoneId: text(zone["id"]) ?? fromUri ?? null,
    zoneName: text(zone["name"]),
    ray: bareRay(raw["cf_ray_id"]),
    succeeded: succeeded(action, status),
    status,
    request: isFields(request) ? request : null,
    actor: actorInWords(part(entry, "actor")),
  };
}

function failureOf(answer: HttpAnswer | NoAnswer): LogPage {
  if (answer.status === null) {
    const why = answer.networkCode ?? answer.fault;
    return { failure: "unreachable", message: `Cloudflare did not answer (${why}).` };
  }
  const said = readEnvelope(answer.body, withoutSecrets)
    ?.errors.map(({ code, message }) => `${code} ${message}`)
    .join("; ");
  const words = `HTTP ${answer.status}${said ? `, ${said}` : ""}`;
  const isRefused = [400, 401, 403, 404].includes(answer.status);
  return isRefused
    ? {
        failure: "refused",
        message: `Cloudflare refused the log (${words}). The token needs the permission Account Settings Read for this account.`,
      }
    : { failure: "unreachable", message: `Cloudflare's answer could not be used (${words}).` };
}

function readPage(body: string): LogPage | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isFields(value) || value["success"] === false || !Array.isArray(value["result"])) {
    return null;
  }
  const entries = value["result"].filter(isFields);
  const after = part(part(value, "result_info"), "cursors")["after"];
  const times = entries.flatMap((entry) => readTime(part(entry, "action")["time"]) ?? []);
  return {
    failure: null,
    entries: entries.length,
    purges: entries.filter(isPurge).map(readEntry),
    lastAt: times.length === 0 ? null : new Date(Math.max(...times.map(Number))),
    cursor: typeof after === "string" && after !== "" ? after : null,
  };
}

/**
 * Reads one page of an account's audit log, version 2 (GET /accounts/{id}/logs/audit), the oldest entries first.
 *
 * @returns the page, or why there is none; never throws for an answer or the lack of one
 */
export async function readAuditPage(query: LogQuery, stop?: AbortSignal): Promise<LogPage> {
  const { baseUrl, auditToken } = env().cloudflare;
  if (auditToken === null) {
    return { failure: "no_token", message: "No CLOUDFLARE_AUDIT_TOKEN is configured." };
  }
  const url = new URL(`${baseUrl}/accounts/${encodeURIComponent(query.accountId)}/logs/audit`);
  url.search = new URLSearchParams({
    ...{ since: query.since.toISOString(), before: query.before.toISOString() },
    ...{ direction: "asc", limit: String(pageSize) },
    ...(query.cursor === null ? {} : { cursor: query.cursor }),
  }).toString();
  const headers = new Headers({ authorization: `Bearer ${auditToken}` });
  const limits = { connectMs, totalMs, maxBytes: maxPageBytes, ...(stop ? { stop } : {}) };
  const answer = await exchangeHttp(url, { method: "GET", headers, body: "" }, limits);
  const { status } = answer;
  const page =
    status !== null && status < 300 && answer.body !== null ? readPage(answer.body) : null;
  return page ?? failureOf(answer);
}
