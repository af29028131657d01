import { readFileTarget } from "@/lib/edge/file-target";
import { db } from "@/lib/platform/database";
import { fileUrl } from "@/lib/schemas/files";
import type { PurgeStatus, SelectorKind } from "@/lib/schemas/words";
import type { JudgedPurge, JudgedWrite } from "./judge-writes";

/** A purge as a timeline shows and judges it. */
export interface PurgeOfTimeline extends JudgedPurge {
  actorName: string;
  /** The tenants that it concerns, as far as they are known. */
  tenantIds: string[];
  /** Whether it removes other tenants' copies as well, by a tag that they share or with everything. */
  isShared: boolean;
}

/**
 * Whether a purge may have done something for a tenant. A job has one trace for many tenants: what it purged for
 * others alone left this one's copies alone.
 */
export function mayConcern(
  { tenantIds, isShared }: Pick<PurgeOfTimeline, "tenantIds" | "isShared">,
  tenantId: string,
): boolean {
  return isShared || tenantIds.length === 0 || tenantIds.includes(tenantId);
}

interface PurgeRow {
  id: string;
  trace_id: string;
  status: PurgeStatus;
  requested_at: Date;
  started_at: Date | null;
  targets: string[];
  selector_kind: SelectorKind;
  tier: string;
  actor_name: string;
  tenant_ids: string[];
}

function pathsOf({ selector_kind, targets }: PurgeRow) {
  const none = { paths: [], pathPrefixes: [] };
  if (selector_kind === "files") {
    return {
      ...none,
      paths: targets.map((target) => new URL(fileUrl(readFileTarget(target))).pathname),
    };
  }
  if (selector_kind !== "prefixes") return none;
  const withoutHost = targets.map((target) => target.slice(target.indexOf("/")));
  return { ...none, pathPrefixes: withoutHost.filter((path) => path.startsWith("/")) };
}

const waits: readonly PurgeStatus[] = ["awaiting_approval", "scheduled", "queued"];

function toPurge(row: PurgeRow): PurgeOfTimeline {
  return {
    id: row.id,
    traceId: row.trace_id,
    status: row.status,
    requestedAt: row.requested_at,
    // What waits to be sent again is to be judged by the call that is to come.
    startedAt: waits.includes(row.status) ? null : row.started_at,
    targets: row.targets,
    ...pathsOf(row),
    coversTenant:
      row.tier === "tenant" || row.selector_kind === "hosts" || row.selector_kind === "everything",
    actorName: row.actor_name,
    tenantIds: row.tenant_ids,
    isShared: row.tier === "shared" || row.tier === "everything",
  };
}

/** More purges than this in the time of some writes are not looked at. */
export const mostPurges = 1_000;

/**
 * The purges that may belong to writes: those of their traces, those that concern these tenants and were
 * requested in the span, and in the span those of their tags that are on record without a tenant; newest first.
 */
export async function loadPurges(
  tenantIds: string[],
  { traceIds, tags }: { traceIds: string[]; tags: string[] },
  { from, to }: { from: Date; to: Date },
): Promise<PurgeOfTimeline[]> {
  const rows = await db().$queryRaw<PurgeRow[]>`
    SELECT p.id, p.trace_id, p.status::text, p.requested_at, c.started_at, p.targets,
      p.selector_kind::text, p.tier, p.actor_name,
      CASE WHEN p.tenant_id IS NOT NULL THEN ARRAY[p.tenant_id]
        ELSE ARRAY(SELECT t.tenant_id FROM purge_tenant t WHERE t.purge_id = p.id) END AS tenant_ids
    FROM (
      SELECT q.id FROM unnest(${traceIds}::text[]) AS trace (id) JOIN purge q ON q.trace_id = trace.id
      UNION
      (SELECT q.id FROM purge q WHERE q.tenant_id = ANY(${tenantIds}::text[])
        AND q.requested_at BETWEEN ${from} AND ${to} ORDER BY q.requested_at DESC LIMIT ${mostPurges})
      UNION
      (SELECT t.purge_id FROM purge_tenant t WHERE t.tenant_id = ANY(${tenantIds}::text[])
        AND t.requested_at BETWEEN ${from} AND ${to} ORDER BY t.requested_at DESC LIMIT ${mostPurges})
      UNION
      (SELECT q.id FROM purge q WHERE q.tenant_id IS NULL AND q.targets && ${tags}::text[]
        AND q.requested_at BETWEEN ${from} AND ${to} ORDER BY q.requested_at DESC LIMIT ${mostPurges})
    ) found
    JOIN purge p ON p.id = found.id
    LEFT JOIN purge_call c ON c.id = p.call_id
    ORDER BY p.requested_at DESC, p.id DESC
    LIMIT ${mostPurges}`;
  return rows.map(toPurge);
}

/** A write as a timeline shows and judges it. */
export interface WriteOfTimeline extends JudgedWrite {
  tenantId: string;
  service: string;
  summary: string | null;
}

const writeSelect = {
  id: true,
  tenantId: true,
  phase: true,
  at: true,
  traceId: true,
  tags: true,
  paths: true,
  service: true,
  summary: true,
} as const;

/** The newest writes of a tenant since a time. */
export function loadTenantWrites(
  tenantId: string,
  since: Date,
  most: number,
): Promise<WriteOfTimeline[]> {
  return db().writeEvent.findMany({
    where: { tenantId, at: { gte: since } },
    orderBy: { at: "desc" },
    take: most,
    select: writeSelect,
  });
}

/**
 * The writes that may belong to a purge: of its trace, and in the span those on its tenants; where none is
 * known, those that touched what it names.
 */
export async function loadWritesAround(
  purge: { tenantIds: string[]; traceId: string; targets: string[] },
  { from, to }: { from: Date; to: Date },
  most: number,
): Promise<WriteOfTimeline[]> {
  const { tenantIds, traceId, targets } = purge;
  const whose =
    tenantIds.length === 0 ? { tags: { hasSome: targets } } : { tenantId: { in: tenantIds } };
  const [traced, near] = await Promise.all([
    db().writeEvent.findMany({ where: { traceId }, take: most, select: writeSelect }),
    db().writeEvent.findMany({
      where: { ...whose, at: { gte: from, lte: to } },
      orderBy: { at: "desc" },
      take: most,
      select: writeSelect,
    }),
  ]);
  return [...new Map([...traced, ...near].map((write) => [write.id, write])).values()];
}
