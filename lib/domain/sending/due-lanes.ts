import { db } from "@/lib/platform/database";
import type { PurgeMethod, SelectorKind } from "@/lib/schemas/words";
import { allowanceKind } from "./lanes";
import { type AllowanceKey, ensureAllowance } from "./allowance";

/** A lane with purges that may be sent, and how its account's allowance stands. */
export interface DueLane {
  lane: string;
  forPerson: boolean;
  zoneId: string;
  environment: string | null;
  method: PurgeMethod;
  kind: SelectorKind;
  allowance: AllowanceKey;
  /** The most targets that one request may name. */
  mostTargets: number;
  /** How many tokens one call takes: 1, or for files as many as it may name. */
  tokens: number;
  /** Until the tokens will be there, in milliseconds; 0: now. */
  waitMs: number;
}

interface LaneRow {
  lane: string;
  priority: number;
  zone_id: string;
  environment: string | null;
  method: PurgeMethod;
  selector_kind: SelectorKind;
  account_id: string;
  plan: string;
  per_request: number | null;
  wait_seconds: number | null;
}

function toLane(row: LaneRow): DueLane {
  const most = row.per_request ?? 1;
  return {
    lane: row.lane,
    forPerson: row.priority === 0,
    zoneId: row.zone_id,
    environment: row.environment,
    method: row.method,
    kind: row.selector_kind,
    allowance: {
      accountId: row.account_id,
      plan: row.plan,
      kind: allowanceKind(row.selector_kind),
    },
    mostTargets: most,
    tokens: row.selector_kind === "files" ? most : 1,
    waitMs: Math.ceil((row.wait_seconds ?? 0) * 1000),
  };
}

/**
 * The lanes that have queued purges, those with a person's first. The index purge_turn is read from lane to
 * lane, so this takes as long with a million purges waiting as with one.
 */
export async function readDueLanes(): Promise<DueLane[]> {
  const rows = await db().$queryRaw<LaneRow[]>`
    WITH RECURSIVE heads AS (
      (SELECT priority, lane, zone_id, environment, method, selector_kind FROM purge
        WHERE status = 'queued' ORDER BY priority, lane, fair_key, requested_at, id LIMIT 1)
      UNION ALL
      SELECT n.* FROM heads h CROSS JOIN LATERAL (
        SELECT priority, lane, zone_id, environment, method, selector_kind FROM purge
        WHERE status = 'queued' AND (priority, lane) > (h.priority, h.lane)
        ORDER BY priority, lane, fair_key, requested_at, id LIMIT 1) n)
    SELECT h.*, z.account_id, z.plan::text AS plan, l.per_request,
      GREATEST(0,
        EXTRACT(EPOCH FROM a.paused_until - clock_timestamp())::float8,
        EXTRACT(EPOCH FROM a.open_until - clock_timestamp())::float8,
        ((CASE WHEN h.selector_kind = 'files' THEN l.per_request ELSE 1 END)
          + (CASE WHEN h.priority = 0 THEN 0 ELSE l.reserve END)
          - allowance_level(a.tokens, a.refilled_at, l.rate * a.belief, l.capacity))
          / (l.rate * a.belief)) AS wait_seconds
    FROM heads h JOIN zone z ON z.id = h.zone_id
    LEFT JOIN allowance a ON a.account_id = z.account_id AND a.plan = z.plan
      AND a.kind = CASE WHEN h.selector_kind = 'files' THEN 'files'::"AllowanceKind" ELSE 'requests' END
    LEFT JOIN allowance_limit l ON l.account_id = a.account_id AND l.plan = a.plan AND l.kind = a.kind
    ORDER BY h.priority, h.lane`;
  const unknown = rows.filter(({ per_request }) => per_request === null);
  if (unknown.length === 0) return rows.map(toLane);
  for (const row of unknown) await ensureAllowance(db(), toLane(row).allowance);
  return readDueLanes();
}
