import type { Transaction } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import { Prisma } from "@/prisma/generated/client";
import type { ReportRow } from "./report-row";

type Inserter = Pick<Transaction, "$queryRaw">;

/** What stands in the one parameter of insertReports(), column by column. */
const columns = Prisma.raw(`id uuid, call_id uuid, zone_id text, account_id text, plan "Plan",
  environment text, tenant_id text, tenant_ids text[], method "PurgeMethod", kind "SelectorKind",
  targets text[], tier text, status "PurgeStatus", cause text, source "TriggerSource", actor_name text,
  on_behalf_of text, reason text, ticket text, ticket_url text, trace_id text, key text, digest text,
  at timestamptz, ended timestamptz, outcome "AttemptOutcome", http_status int, errors jsonb, cf_ray text,
  duration_ms int, code text, message text`);

/**
 * Records purges that were sent by others, each with the call that carried it, so that the receipt shows what
 * Cloudflare answered; in one statement with one parameter for the rows. Their first state is their last, so
 * no sender ever sees them.
 *
 * @returns the ids of those that were inserted: not of events that were there already
 */
export async function insertReports(
  tx: Inserter,
  service: TokenActor,
  reportedAt: Date,
  rows: ReportRow[],
): Promise<Set<string>> {
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    WITH rows AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r (${columns})
    ), purges AS (
      INSERT INTO purge (id, zone_id, environment, tenant_id, method, selector_kind, targets, tier, status,
        status_cause, source, actor_kind, actor_id, actor_name, on_behalf_of, reason, ticket, ticket_url,
        trace_id, idempotency_key, request_digest, requested_at, not_before, call_id, attempt_count,
        finished_at, result_code, result_message, reported_at)
      SELECT id, zone_id, environment, tenant_id, method, kind, targets, tier, status,
        cause, source, 'token', ${service.id}, actor_name, on_behalf_of, reason, ticket, ticket_url,
        trace_id, key, digest, at, at, call_id, 1, ended, code, message, ${reportedAt}
      FROM rows
      -- In one order everywhere: two batches with the same events wait for each other in turn.
      ORDER BY key
      ON CONFLICT (actor_id, idempotency_key) DO NOTHING
      RETURNING id
    ), kept AS (
      SELECT rows.* FROM rows JOIN purges USING (id)
    ), calls AS (
      INSERT INTO purge_call (id, account_id, plan, zone_id, environment, method, kind, targets, purge_count,
        sender, started_at, leased_until, finished_at, outcome, http_status, errors, cf_ray, duration_ms,
        code, message)
      SELECT call_id, account_id, plan, zone_id, environment, method, kind, targets, 1,
        'reported by ' || actor_name, at, ended, ended, outcome, http_status, errors, cf_ray, duration_ms,
        code, message FROM kept
    ), attempts AS (
      INSERT INTO attempt (purge_id, number, call_id) SELECT id, 1, call_id FROM kept
    ), tenants AS (
      INSERT INTO purge_tenant (purge_id, tenant_id, requested_at)
      SELECT id, unnest(tenant_ids), at FROM kept
    )
    SELECT id FROM purges`;
  return new Set(inserted.map(({ id }) => id));
}

/** The events of a token that are on record already, by key. */
export async function findReported(
  tx: Inserter,
  service: TokenActor,
  keys: string[],
): Promise<Map<string, { purgeId: string; digest: string }>> {
  const rows = await tx.$queryRaw<{ id: string; key: string; digest: string }[]>`
    SELECT id, idempotency_key AS key, request_digest AS digest FROM purge
    WHERE actor_id = ${service.id} AND idempotency_key = ANY(${keys}::text[])`;
  return new Map(rows.map(({ id, key, digest }) => [key, { purgeId: id, digest }]));
}
