import { db } from "@/lib/platform/database";
import { ensureWaitingAllowances } from "./allowance";
import type { AccountSending } from "@/lib/schemas/sending";

interface AccountRow {
  account_id: string;
  plan: AccountSending["plan"];
  kind: AccountSending["kind"];
  zones: string[];
  tokens: number;
  bucket: number;
  rate: number;
  reserve: number;
  belief: number;
  paused_until: Date | null;
  open_until: Date | null;
  is_half_open: boolean;
  failures_in_row: number;
  limited_at: Date | null;
  retry_tokens: number;
  queued: number;
  scheduled: number;
  sending: number;
  late: number;
  oldest: Date | null;
}

const iso = (time: Date | null) => time?.toISOString() ?? null;

/**
 * How sending stands for each Cloudflare account and plan: its allowance, what waits, the breaker. Accounts
 * that nothing was sent to yet have a full allowance and are on the list as soon as something waits.
 */
export async function readSending(): Promise<AccountSending[]> {
  await ensureWaitingAllowances(db());
  const rows = await db().$queryRaw<AccountRow[]>`
    SELECT a.account_id, a.plan::text AS plan, a.kind::text AS kind,
      ARRAY(SELECT name FROM zone z WHERE z.account_id = a.account_id AND z.plan = a.plan
        ORDER BY name LIMIT 20) AS zones,
      allowance_level(a.tokens, a.refilled_at, l.rate * a.belief, l.capacity) AS tokens,
      l.bucket, l.rate, l.reserve, a.belief,
      CASE WHEN a.paused_until > clock_timestamp() THEN a.paused_until END AS paused_until,
      a.open_until, a.open_until IS NOT NULL AND a.open_until <= clock_timestamp() AS is_half_open,
      a.failures_in_row, a.limited_at, a.retry_tokens,
      COALESCE(q.queued, 0)::int AS queued, COALESCE(q.scheduled, 0)::int AS scheduled,
      COALESCE(q.sending, 0)::int AS sending, COALESCE(q.late, 0)::int AS late, q.oldest
    FROM allowance a
    JOIN allowance_limit l ON l.account_id = a.account_id AND l.plan = a.plan AND l.kind = a.kind
    LEFT JOIN (
      SELECT z.account_id, z.plan,
        CASE WHEN p.selector_kind = 'files' THEN 'files'::"AllowanceKind" ELSE 'requests' END AS kind,
        count(*) FILTER (WHERE p.status = 'queued') AS queued,
        count(*) FILTER (WHERE p.status = 'scheduled') AS scheduled,
        count(*) FILTER (WHERE p.status = 'sending') AS sending,
        count(*) FILTER (WHERE p.requested_at < clock_timestamp() - interval '1 minute'
          AND (p.status <> 'scheduled' OR p.attempt_count > 0)) AS late,
        min(p.requested_at) AS oldest
      FROM purge p JOIN zone z ON z.id = p.zone_id
      WHERE p.status IN ('queued', 'scheduled', 'sending')
      GROUP BY 1, 2, 3) q
      ON q.account_id = a.account_id AND q.plan = a.plan AND q.kind = a.kind
    ORDER BY a.account_id, a.plan, a.kind`;
  return rows.map((row) => ({
    accountId: row.account_id,
    plan: row.plan,
    kind: row.kind,
    zones: row.zones,
    tokens: Math.max(0, row.tokens),
    bucket: row.bucket,
    perSecond: row.rate,
    believedPerSecond: row.rate * row.belief,
    keptForPeople: row.reserve,
    pausedUntil: iso(row.paused_until),
    lastLimitedAt: iso(row.limited_at),
    breaker: row.open_until === null ? "closed" : row.is_half_open ? "half_open" : "open",
    openUntil: iso(row.open_until),
    failuresInRow: row.failures_in_row,
    retriesLeft: Math.max(0, row.retry_tokens),
    queued: row.queued,
    scheduled: row.scheduled,
    sending: row.sending,
    late: row.late,
    oldestAt: iso(row.oldest),
  }));
}
