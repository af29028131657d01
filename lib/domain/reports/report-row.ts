import { readTicket } from "@/lib/domain/purges/read-ticket";
import { addMs } from "@/lib/platform/clock";
import { newId, newTraceId } from "@/lib/platform/ids";
import type { TokenActor } from "@/lib/schemas/actor";
import type { PurgeEvent } from "@/lib/schemas/purge-events";
import type { AttemptOutcome } from "@/lib/schemas/words";
import type { KnownReport } from "./recognise-reports";

/** No other key of a caller has a space: a report is never taken for a request with the same key. */
export function keyOf({ eventId }: { eventId: string }): string {
  return `report ${eventId}`;
}

function outcomeOf({ status, httpStatus }: PurgeEvent["result"]): AttemptOutcome {
  if (status === "accepted") return "accepted";
  if (httpStatus === undefined) return "unknown";
  return httpStatus === 429 || httpStatus >= 500 ? "transient" : "permanent";
}

const mostWords = 300;

/** Cloudflare's answer as lists show it, in the form that the console's own calls have. */
function inWords({ status, httpStatus, errors: [first] }: PurgeEvent["result"], by: string) {
  if (status === "accepted") {
    return { code: String(httpStatus ?? 200), message: `Cloudflare accepted it, says ${by}.` };
  }
  if (httpStatus === undefined && first === undefined) {
    return { code: "no answer", message: `Cloudflare gave no answer, says ${by}.` };
  }
  const code = [httpStatus, first?.code].filter((part) => part !== undefined).join(" / ");
  const http = httpStatus === undefined ? [] : [`HTTP ${httpStatus}`];
  const told = first === undefined ? [] : [`${first.code} ${first.message}`.slice(0, mostWords)];
  return { code, message: `It failed (${[...http, ...told].join(", ")}), says ${by}.` };
}

/** Why a reported purge is in its first state; the receipt's history says it. */
function reportedCause(service: string): string {
  return `Reported by ${service}: the console did not send it.`;
}

/** A report as json_to_recordset takes it (insert-reports.ts). */
export function toRow(service: TokenActor, report: KnownReport) {
  const { event, digest, zone, environment, kind, targets, recognised } = report;
  const { result } = event;
  const at = new Date(event.at);
  const by = event.service ?? service.service;
  const ticket = readTicket(event.ticket ?? "");
  const [tenant] = recognised.tenants;
  const isOne = recognised.tenants.length === 1;
  return {
    id: newId(at),
    call_id: newId(at),
    zone_id: zone.id,
    account_id: zone.accountId,
    plan: zone.plan,
    environment,
    tenant_id: isOne ? (tenant?.id ?? null) : null,
    tenant_ids: isOne ? [] : recognised.tenants.map(({ id }) => id),
    method: event.method,
    kind,
    targets: targets.map(({ value }) => value),
    tier: recognised.tier,
    status: result.status,
    cause: reportedCause(by),
    source: event.source ?? service.source,
    actor_name: by,
    on_behalf_of: event.onBehalfOf ?? null,
    reason: event.reason ?? null,
    ticket: ticket.id,
    ticket_url: ticket.url,
    trace_id: event.traceId ?? newTraceId(),
    key: keyOf(event),
    digest,
    at: at.toISOString(),
    ended: addMs(at, result.durationMs ?? 0).toISOString(),
    outcome: outcomeOf(result),
    http_status: result.httpStatus ?? null,
    errors: result.errors,
    cf_ray: result.cfRay ?? null,
    duration_ms: result.durationMs ?? null,
    ...inWords(result, by),
  };
}
export type ReportRow = ReturnType<typeof toRow>;
