import { now } from "@/lib/platform/clock";
import { writeCursor } from "@/lib/platform/cursor";
import { type Database, db, type Transaction } from "@/lib/platform/database";
import type { Attempt, Purge } from "@/lib/schemas/purges";
import type { ProofOutcome, SelectorKind, VerdictCode } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";
import { putTogether } from "./load-surroundings";

/** A purge with what stands around it in a list. */
export interface PurgeRow extends Pick<
  Purge,
  | "id"
  | "tenantCount"
  | "environment"
  | "environmentName"
  | "method"
  | "tier"
  | "status"
  | "source"
  | "onBehalfOf"
  | "reason"
  | "ticket"
  | "ticketUrl"
  | "traceId"
  | "attemptCount"
> {
  tenantId: string | null;
  tenantSlug: string | null;
  tenantName: string | null;
  zoneId: string;
  zoneName: string;
  selectorKind: SelectorKind;
  targets: string[];
  priority: number;
  actorKind: Purge["actor"]["kind"];
  actorName: string;
  actorRole: Purge["actor"]["role"];
  requestedAt: Date;
  notBefore: Date;
  finishedAt: Date | null;
  reportedAt: Date | null;
  resultCode: string | null;
  resultMessage: string | null;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  resolution: string | null;
  comparisonId: string | null;
  verdictCode: VerdictCode | null;
  verdictOutcome: ProofOutcome | null;
  verdictSummary: string | null;
  proofState: "before" | "sending" | "after" | "ended" | null;
  proofOutcome: ProofOutcome | null;
  proofCode: VerdictCode | null;
  proofSummary: string | null;
  proofComparisonId: string | null;
}

const columns = Prisma.sql`p.id, p.environment, p.method, p.tier, p.status, p.source, p.priority, p.reason, p.ticket,
  p.targets, p.resolution, p.on_behalf_of AS "onBehalfOf", p.ticket_url AS "ticketUrl", p.trace_id AS "traceId",
  p.attempt_count AS "attemptCount", p.selector_kind AS "selectorKind", p.actor_kind AS "actorKind",
  p.actor_name AS "actorName", p.actor_role AS "actorRole", p.requested_at AS "requestedAt",
  p.not_before AS "notBefore", p.finished_at AS "finishedAt", p.reported_at AS "reportedAt",
  p.result_code AS "resultCode", p.result_message AS "resultMessage", p.resolved_at AS "resolvedAt",
  p.resolved_by AS "resolvedBy", t.id AS "tenantId", t.slug AS "tenantSlug", t.name AS "tenantName",
  z.id AS "zoneId", z.name AS "zoneName", CASE WHEN p.environment IS NOT NULL THEN coalesce((
    SELECT e.name FROM zone_environment e WHERE e.zone_id = p.zone_id AND e.ref = p.environment), p.environment)
    END AS "environmentName",
  CASE WHEN p.tenant_id IS NOT NULL THEN 1
    ELSE (SELECT count(*)::int FROM purge_tenant o WHERE o.purge_id = p.id) END AS "tenantCount",
  c.id AS "comparisonId", c.verdict_code AS "verdictCode", c.verdict_summary AS "verdictSummary",
  c.verdict_outcome AS "verdictOutcome", f.state AS "proofState", f.outcome AS "proofOutcome",
  f.code AS "proofCode", f.summary AS "proofSummary", f.comparison_id AS "proofComparisonId"`;

/**
 * The statement that reads purges with what stands around them, newest first. An environment, which few purges have, is no
 * join: one more would cost a quarter of the page's time, most of it to plan.
 */
export function purgesQuery(found: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT ${columns} FROM (${found}) p
    JOIN zone z ON z.id = p.zone_id
    LEFT JOIN tenant t ON t.id = p.tenant_id
    LEFT JOIN LATERAL (SELECT id, verdict_code, verdict_outcome, verdict_summary FROM comparison
      WHERE purge_id = p.id ORDER BY created_at DESC LIMIT 1) c ON true
    LEFT JOIN proof f ON f.purge_id = p.id
    ORDER BY p.requested_at DESC, p.id DESC`;
}

/**
 * Reads purges in one statement, newest first.
 *
 * @param found what answers the rows of the table purge, few of them
 */
export async function readPurgeRows(
  database: Database | Transaction,
  found: Prisma.Sql,
): Promise<PurgeRow[]> {
  return database.$queryRaw<PurgeRow[]>(purgesQuery(found));
}

const iso = (time: Date | null) => time?.toISOString() ?? null;

function tenantOf({ tenantId, tenantSlug, tenantName }: PurgeRow): Purge["tenant"] {
  return tenantId === null || tenantSlug === null || tenantName === null
    ? null
    : { id: tenantId, slug: tenantSlug, name: tenantName };
}

const underWay = {
  before: "The page is recorded as it is before the purge.",
  sending: "The page is probed once Cloudflare has accepted the purge.",
  after: "The page is probed until there is a proof, or its time is over.",
};

function ownProof(row: PurgeRow): Purge["proof"] {
  const { proofState: state, proofComparisonId: comparisonId, proofOutcome: outcome } = row;
  if (state === null) return null;
  if (state !== "ended")
    return { state, outcome: "pending", code: "pending", summary: underWay[state], comparisonId };
  if (outcome === null) return null;
  const code = row.proofCode ?? "not_comparable";
  return { state, outcome, code, summary: row.proofSummary ?? "", comparisonId };
}

/** The proof that was made by itself; where it could not tell, or there is none, the newest made by hand. */
function proofOf(row: PurgeRow): Purge["proof"] {
  const own = ownProof(row);
  const { comparisonId, verdictCode, verdictOutcome, verdictSummary } = row;
  const isOpen = own === null || own.outcome === "cannot_tell";
  if (!isOpen || comparisonId === null || comparisonId === own?.comparisonId) return own;
  return {
    state: "by_hand",
    outcome: verdictOutcome ?? "pending",
    code: verdictCode ?? "pending",
    summary: verdictSummary ?? "",
    comparisonId,
  };
}

/** A purge that is not accepted after this time is late, in milliseconds; but for its grace period. */
export const lateMs = 60_000;

function isLate({ status, requestedAt, attemptCount }: PurgeRow): boolean {
  const isRetry = status === "scheduled" && attemptCount > 0;
  const waits = isRetry || status === "queued" || status === "sending";
  return waits && now().getTime() - requestedAt.getTime() > lateMs;
}

/** Until its first call a purge can be cancelled; afterwards it may have been carried out. */
function isCancellable({ status, attemptCount }: PurgeRow): boolean {
  const waits = status === "awaiting_approval" || status === "scheduled" || status === "queued";
  return waits && attemptCount === 0;
}

/** A report has one call and has ended: whatever has more, or waits, was sent from here. */
function reportedOf({ reportedAt, actorName, attemptCount, status }: PurgeRow): Purge["reported"] {
  if (reportedAt === null) return null;
  const sentAgain = attemptCount > 1 || (status !== "accepted" && status !== "failed");
  return { at: reportedAt.toISOString(), by: actorName, sentAgain };
}

/** A purge as the API answers it. */
export function toPurge(row: PurgeRow): Purge {
  return {
    id: row.id,
    cursor: writeCursor(row.requestedAt, row.id),
    tenant: tenantOf(row),
    tenantCount: row.tenantCount,
    zone: { id: row.zoneId, name: row.zoneName },
    environment: row.environment,
    environmentName: row.environmentName,
    method: row.method,
    selector: putTogether(row.selectorKind, row.targets),
    tier: row.tier,
    status: row.status,
    source: row.source,
    actor: { kind: row.actorKind, name: row.actorName, role: row.actorRole },
    onBehalfOf: row.onBehalfOf,
    reason: row.reason,
    ticket: row.ticket,
    ticketUrl: row.ticketUrl,
    traceId: row.traceId,
    requestedAt: row.requestedAt.toISOString(),
    finishedAt: iso(row.finishedAt),
    scheduledFor: row.status === "scheduled" ? row.notBefore.toISOString() : null,
    late: isLate(row),
    cancellable: isCancellable(row),
    attemptCount: row.attemptCount,
    result:
      row.resultMessage === null ? null : { code: row.resultCode, message: row.resultMessage },
    proof: proofOf(row),
    reported: reportedOf(row),
    resolution:
      row.resolvedAt === null
        ? null
        : {
            at: row.resolvedAt.toISOString(),
            by: row.resolvedBy ?? "unknown",
            reason: row.resolution ?? "",
          },
  };
}

/** An attempt as the API answers it: the call that carried the purge. */
export function toAttempt({
  number,
  call,
}: Prisma.AttemptGetPayload<{ include: { call: true } }>): Attempt {
  return {
    number,
    callId: call.id,
    purgesInCall: call.purgeCount,
    targetsInCall: Math.max(1, call.targets.length),
    startedAt: call.startedAt.toISOString(),
    finishedAt: iso(call.finishedAt),
    outcome: call.outcome,
    httpStatus: call.httpStatus,
    errors: call.errors as Attempt["errors"],
    cfRay: call.cfRay,
    durationMs: call.durationMs,
    message: call.message,
  };
}

/** Purges as the API answers them, by id; one that is not there is left out. */
export async function readPurgesById(ids: readonly string[]): Promise<Map<string, Purge>> {
  if (ids.length === 0) return new Map();
  const found = Prisma.sql`SELECT * FROM purge WHERE id = ANY(${ids}::uuid[])`;
  const rows = await readPurgeRows(db(), found);
  return new Map(rows.map((row) => [row.id, toPurge(row)]));
}
