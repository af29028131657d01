import { type EntryRow, insertEntryRows } from "@/lib/audit/entry-row";
import { takeAtOnce } from "@/lib/domain/sending/allowance";
import { leaseSeconds, senderName } from "@/lib/domain/sending/claim-call";
import { allowanceKind } from "@/lib/domain/sending/lanes";
import { Prisma } from "@/prisma/generated/client";
import type { PurgeRow } from "./allowed-purge";

/** What goes on record together: a purge and the entry that tells of it. */
export interface ToRecord {
  row: PurgeRow;
  entry: EntryRow;
}

/** What came of it. */
export interface RecordedRow {
  /** The moment of the request, on the clock that the queue goes by, the database's. */
  at: Date;
  /** What the call's allowance was taken of; null: it was not, and the purges wait in the queue. */
  account_id: string | null;
  plan: string | null;
  per_request: number | null;
}

const columns = Prisma.sql`id, zone_id, environment, tenant_id, method, selector_kind, targets, tier, source, actor_kind,
  actor_id, actor_name, actor_role, on_behalf_of, reason, ticket, ticket_url, trace_id, idempotency_key, request_digest,
  priority, lane, fair_key, target_key`;

const given = Prisma.sql`AS g (id uuid, zone_id text, environment text, tenant_id text, tenant_ids text[],
  method "PurgeMethod", selector_kind "SelectorKind", targets text[], tier text, status "PurgeStatus", grace_ms float8,
  source "TriggerSource", actor_kind "ActorKind", actor_id text, actor_name text, actor_role "Role", on_behalf_of text,
  reason text, ticket text, ticket_url text, trace_id text, idempotency_key text, request_digest text, priority smallint,
  lane text, fair_key text, target_key text)`;

/** A service's purges of a tenant are proven one at a time: so many a second could not be told apart. */
const toBeProven = Prisma.sql`
  SELECT DISTINCT ON (t.id) g.id FROM given g JOIN tenant t ON t.id = g.tenant_id
  WHERE g.actor_kind = 'token' AND t.prove_services AND NOT EXISTS (
    SELECT 1 FROM purge o JOIN proof f ON f.purge_id = o.id
    WHERE o.tenant_id = t.id AND f.state <> 'ended')
  ORDER BY t.id, g.id`;

/** The tokens of a call that carries all of them, when nothing else of their lane waits and none is to be proven. */
function takeCall(purges: readonly ToRecord[], callId: string | null): Prisma.Sql {
  const [first] = purges;
  if (first === undefined) throw new Error("There is something to record.");
  const { zone_id: zoneId, selector_kind, lane } = first.row;
  const targets = new Set(purges.flatMap(({ row }) => row.targets)).size;
  return takeAtOnce(
    { zoneId, kind: allowanceKind(selector_kind), targets },
    Prisma.sql`${callId}::uuid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM proven)
      AND NOT EXISTS (SELECT 1 FROM purge w WHERE w.status = 'queued' AND w.lane = ${lane})`,
  );
}

/**
 * The statement that puts purges of one lane on record, each with its audit entry: all of them or none. When
 * their account's allowance has room and nothing of their lane waits, it claims them for a call in the same moment:
 * the call and the attempts are on record with them, before anything is sent.
 *
 * @param callId of that call; null: nobody is there to make it, and they go to the queue
 */
export function recordStatement(purges: readonly ToRecord[], callId: string | null): Prisma.Sql {
  const rows = JSON.stringify(purges.map(({ row }) => row));
  const targets = [...new Set(purges.flatMap(({ row }) => row.targets))];
  return Prisma.sql`
    WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at),
    given AS MATERIALIZED (SELECT * FROM json_to_recordset(${rows}::json) ${given}),
    proven AS MATERIALIZED (${toBeProven}),
    taken AS (${takeCall(purges, callId)}),
    called AS (
      INSERT INTO purge_call (id, account_id, plan, zone_id, environment, method, kind, targets, purge_count, sender,
        started_at, leased_until)
      SELECT ${callId}::uuid, t.account_id, t.plan, g.zone_id, g.environment, g.method, g.selector_kind,
        ARRAY(SELECT json_array_elements_text(${JSON.stringify(targets)}::json)), ${purges.length}::int, ${senderName},
        m.at, m.at + ${leaseSeconds}::int * interval '1 second'
      FROM taken t, moment m, (SELECT * FROM given LIMIT 1) g),
    recorded AS (
      INSERT INTO purge (${columns}, status, status_cause, call_id, attempt_count, requested_at, not_before)
      SELECT ${columns},
        CASE WHEN t.account_id IS NOT NULL THEN 'sending'
          WHEN g.status = 'queued' AND EXISTS (SELECT 1 FROM proven p WHERE p.id = g.id) THEN 'scheduled'
          ELSE g.status END::"PurgeStatus",
        CASE WHEN t.account_id IS NOT NULL THEN 'Its turn: taken along by a call to Cloudflare.'
          ELSE 'Requested by ' || g.actor_name || '.' END,
        CASE WHEN t.account_id IS NOT NULL THEN ${callId}::uuid END,
        CASE WHEN t.account_id IS NOT NULL THEN 1 ELSE 0 END,
        m.at, m.at + g.grace_ms * interval '1 millisecond'
      FROM given g CROSS JOIN moment m LEFT JOIN taken t ON true),
    of_tenants AS (
      INSERT INTO purge_tenant (purge_id, tenant_id, requested_at)
      SELECT g.id, o.id, m.at FROM given g CROSS JOIN moment m CROSS JOIN unnest(g.tenant_ids) o (id)),
    to_prove AS (
      INSERT INTO proof (purge_id, state, next_at, created_at)
      SELECT p.id, 'before', m.at, m.at FROM proven p CROSS JOIN moment m),
    attempted AS (
      INSERT INTO attempt (purge_id, number, call_id) SELECT g.id, 1, ${callId}::uuid FROM given g CROSS JOIN taken),
    entered AS (${insertEntryRows(purges.map(({ entry }) => entry))})
    SELECT m.at, t.account_id, t.plan::text AS plan, t.per_request::int AS per_request
    FROM moment m LEFT JOIN taken t ON true`;
}
